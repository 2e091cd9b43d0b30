use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "users", pages = header("X-WP-Total"))]
struct UserList {
    users: Vec<String>,
}

fn main() {}
