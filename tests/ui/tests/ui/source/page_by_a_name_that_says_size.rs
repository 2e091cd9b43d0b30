use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "per_page", items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {}
