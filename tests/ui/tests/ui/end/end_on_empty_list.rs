use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "users", end_on = [])]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

fn main() {}
