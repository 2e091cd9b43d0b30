use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = next, param = "cursor", items = "users")]
struct UserList {
    users: Vec<String>,
}

fn next(_: &UserList) -> Option<String> { None }

fn main() {}
