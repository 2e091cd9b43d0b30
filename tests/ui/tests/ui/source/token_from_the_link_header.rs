use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = header("link"), param = "cursor", items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {}
