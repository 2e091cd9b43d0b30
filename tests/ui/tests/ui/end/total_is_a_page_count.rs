use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "users", total = "page_count")]
struct UserList {
    users: Vec<String>,
    page_count: u64,
}

fn main() {}
