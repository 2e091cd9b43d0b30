use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(after = "end_cursor", items = "users")]
struct UserList {
    end_cursor: Option<String>,
    users: Vec<String>,
}

fn main() {}
