use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users")]
pub struct UserList {
    next_page_token: String,
    users: Vec<User>,
}


#[derive(Deserialize)]
struct User { id: u64 }

fn main() {}
