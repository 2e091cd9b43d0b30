use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = body("query.skip"), items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {}
