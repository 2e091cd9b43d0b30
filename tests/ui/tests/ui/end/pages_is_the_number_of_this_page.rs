use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "users", pages = "meta.current_page")]
struct UserList {
    users: Vec<String>,
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta { current_page: u64 }

fn main() {}
