use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", items = "users")]
struct UserList {
    next: Option<String>,
    users: Vec<String>,
}

fn main() {}
