use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", done = "has_more")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
    has_more: bool,
}

fn main() {}
