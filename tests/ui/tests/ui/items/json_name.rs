use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "userList")]
struct UserList {
    next_page_token: String,
    #[serde(rename = "userList")]
    users: Vec<String>,
}

fn main() {}
