use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users")]
enum UserList {
    Users(Vec<String>),
}

fn main() {}
