use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "end_cursor", param = "before", items = "users")]
struct UserList {
    end_cursor: Option<String>,
    users: Vec<String>,
}

fn main() {}
