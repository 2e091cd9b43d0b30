use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "users", error = "success")]
struct UserList {
    users: Vec<String>,
    success: Option<String>,
}

fn main() {}
