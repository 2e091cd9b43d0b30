use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page_number = 1, items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {}
