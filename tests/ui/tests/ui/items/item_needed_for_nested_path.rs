use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "data.users")]
struct UserList {
    next_page_token: String,
    data: std::collections::HashMap<String, Vec<String>>,
}

fn main() {}
