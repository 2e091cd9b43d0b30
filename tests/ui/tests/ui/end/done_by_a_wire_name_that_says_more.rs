use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", done = "flag")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
    #[serde(rename = "IsTruncated")]
    flag: bool,
}

fn main() {}
