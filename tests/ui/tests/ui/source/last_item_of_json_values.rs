use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "starting_after", items = "users")]
struct UserList {
    users: Vec<serde_json::Value>,
}

fn main() {}
