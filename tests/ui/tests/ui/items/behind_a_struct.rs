use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page")]
struct UserList {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    users: Vec<String>,
}

fn main() {}
