use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize)]
struct Users {
    nodes: Vec<String>,
    page_info: PageInfo,
}

#[derive(Deserialize)]
struct PageInfo {
    end_cursor: Option<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "users.page_info.end_cursor", items = "users.nodes", item = String)]
struct UserList {
    users: Users,
}

fn main() {}
