use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(since_id = "id", items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {}
