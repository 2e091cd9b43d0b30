use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(offset = "limit", size = "page_size", items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {}
