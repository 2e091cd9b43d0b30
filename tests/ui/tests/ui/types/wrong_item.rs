use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "data.users", item = u64)]
struct UserList {
    data: Data,
}

#[derive(Deserialize)]
struct Data { users: Vec<String> }

fn main() {}
