use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", more = "more")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
    more: Vec<bool>,
}

fn main() {}
