use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "data")]
struct UserList {
    next_page_token: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data { users: Vec<String> }

fn main() {}
