use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "users", total = "total")]
struct UserList {
    total: bool,
    users: Vec<String>,
}

fn main() {}
