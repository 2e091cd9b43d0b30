use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "users")]
struct UserList {
    next: Option<u64>,
    users: Vec<String>,
}

fn main() {}
