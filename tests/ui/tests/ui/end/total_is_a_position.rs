use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", items = "users", total = "start_index")]
struct UserList {
    users: Vec<String>,
    cursor: Option<String>,
    #[serde(rename = "startIndex")]
    start_index: u64,
}

fn main() {}
