use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "users.id", param = "after", items = "users")]
struct UserList {
    users: Vec<User>,
}

#[derive(Deserialize)]
struct User { id: String }

fn main() {}
