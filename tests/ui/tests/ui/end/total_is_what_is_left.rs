use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", total = "remaining", items = "users")]
struct UserList {
    remaining: u64,
    users: Vec<String>,
}

fn main() {}
