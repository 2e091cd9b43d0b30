use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "page_size", items = "users")]
struct UserList {
    page_size: Option<String>,
    users: Vec<String>,
}

fn main() {}
