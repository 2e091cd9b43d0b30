use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = ".next", param = "cursor", items = "users")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}


fn main() {}
