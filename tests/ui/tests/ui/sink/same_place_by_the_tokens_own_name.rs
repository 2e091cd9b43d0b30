use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "limit", items = "users", size = "limit")]
struct UserList {
    limit: Option<String>,
    users: Vec<String>,
}

fn main() {}
