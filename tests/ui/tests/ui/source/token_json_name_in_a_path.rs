use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "pageInfo.next", param = "cursor", items = "users")]
struct UserList {
    #[serde(rename = "pageInfo")]
    page_info: std::collections::HashMap<String, String>,
    users: Vec<String>,
}

fn main() {}
