use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", max_pages = 3)]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

fn main() {}
