use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_cursor", items = "users")]
struct UserList {
    next_cursor: Option<String>,
    users: Vec<String>,
}

fn main() {}
