use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(at = "users", token = "next_page_token", items = "users")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}


fn main() {}
