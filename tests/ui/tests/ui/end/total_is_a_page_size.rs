use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "users", total = "per_page")]
struct UserList {
    users: Vec<String>,
    per_page: u64,
}

fn main() {}
