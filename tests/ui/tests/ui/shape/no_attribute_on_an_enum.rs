use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
enum UserList {
    Users(Vec<String>),
}

fn main() {}
