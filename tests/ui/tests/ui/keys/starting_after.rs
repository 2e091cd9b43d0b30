use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(starting_after = "starting_after", items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {}
