use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page_size", items = "users", max = 100)]
struct UserList {
    users: Vec<String>,
}

fn main() {}
