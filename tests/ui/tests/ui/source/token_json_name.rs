use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[serde(rename_all = "camelCase")]
#[paginate(token = "nextPageToken", items = "users")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

fn main() {}
