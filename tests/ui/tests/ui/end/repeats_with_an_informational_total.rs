use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", total = "total", repeats)]
struct UserList {
    next_page_token: String,
    total: u64,
    users: Vec<String>,
}

fn main() {}
