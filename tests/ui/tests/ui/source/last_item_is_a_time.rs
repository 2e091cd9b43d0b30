use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "created_at", param = "since", items = "users")]
struct UserList {
    users: Vec<User>,
}

#[derive(Deserialize)]
struct User {
    created_at: String,
}

fn main() {}
