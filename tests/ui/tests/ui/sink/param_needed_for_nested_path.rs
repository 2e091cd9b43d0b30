use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "paging.next", items = "users")]
struct UserList {
    paging: std::collections::HashMap<String, String>,
    users: Vec<String>,
}

fn main() {}
