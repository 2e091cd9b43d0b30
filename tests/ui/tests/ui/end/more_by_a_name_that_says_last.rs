use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", more = "meta.is_last")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta { is_last: bool }

fn main() {}
