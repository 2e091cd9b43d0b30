use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users")]
struct UserList<'a> {
    next_page_token: &'a str,
    users: Vec<String>,
}

fn main() {}
