use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", timeout = "30s")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

fn main() {}
