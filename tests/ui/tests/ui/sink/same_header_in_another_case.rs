use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", items = "users", param = header("X-Page"), size = header("x-page"))]
struct UserList {
    next: Option<String>,
    users: Vec<String>,
}

fn main() {}
