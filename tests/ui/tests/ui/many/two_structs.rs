use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(items = "users")]
struct UserList {
    users: Vec<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "grups")]
struct GroupList {
    groups: Vec<String>,
}

fn main() {}
