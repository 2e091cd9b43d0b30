use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(at = "dta.users", token = ".next", param = "cursor", items = ".list", item = String)]
struct UserList {
    data: Data,
}


#[derive(Deserialize)]
struct Data { users: Users }

#[derive(Deserialize)]
struct Users { next: String, list: Vec<String> }

fn main() {}
