use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = Self::cursor, param = "cursor", items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {}
