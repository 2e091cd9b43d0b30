use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "users", nested = "roles")]
struct UserList {
    users: Vec<User>,
}

#[derive(Deserialize)]
struct User { groups: Vec<String> }

fn main() {}
