use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "users", ok = "error")]
struct UserList {
    users: Vec<String>,
    error: bool,
}

fn main() {}
