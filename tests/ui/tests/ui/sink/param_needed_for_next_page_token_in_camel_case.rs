use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users")]
#[serde(rename_all = "camelCase")]
struct UserList {
    next_page_token: Option<String>,
    users: Vec<String>,
}

fn main() {}
