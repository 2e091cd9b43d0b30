use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(at = "users[]", token = "next_page_token", items = ".name", item = String)]
struct UserList {
    next_page_token: String,
    users: Vec<User>,
}


#[derive(Deserialize)]
struct User { name: String }

fn main() {}
