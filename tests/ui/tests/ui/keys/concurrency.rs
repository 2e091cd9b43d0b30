use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "users", concurrency = 8)]
struct UserList {
    users: Vec<String>,
}

fn main() {}
