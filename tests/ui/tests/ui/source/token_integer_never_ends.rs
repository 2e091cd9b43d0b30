use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "users")]
struct UserList {
    next: u64,
    users: Vec<String>,
}

fn main() {}
