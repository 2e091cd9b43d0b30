use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", nested = "users.groups")]
struct UserList {
    next_page_token: String,
    users: Vec<User>,
}

#[derive(Deserialize)]
struct User { groups: Vec<String> }

fn main() {}
