use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "users", pages = "count")]
struct UserList {
    users: Vec<String>,
    count: u64,
}

fn main() {}
