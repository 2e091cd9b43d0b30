use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users")]
struct UserList {
    next_page_token: Option<Cursor>,
    users: Vec<String>,
}

#[derive(Deserialize)]
struct Cursor;

fn main() {}
