use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "paging.cursor_after", param = "cursor", items = "users")]
struct UserList {
    paging: Paging,
    users: Vec<String>,
}

#[derive(Deserialize)]
struct Paging { next: String, previous: String }

fn main() {}
