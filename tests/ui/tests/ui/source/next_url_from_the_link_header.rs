use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = header("Link"), items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {}
