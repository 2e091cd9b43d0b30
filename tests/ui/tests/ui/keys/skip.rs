use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(skip = "skip", items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {}
