use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "users[0].id", param = "after")]
struct UserList {
    users: Vec<User>,
}

#[derive(Deserialize)]
struct User {
    id: String,
}

fn main() {}
