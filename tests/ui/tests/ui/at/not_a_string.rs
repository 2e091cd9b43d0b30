use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(at = data, token = ".next", param = "cursor", items = ".list", item = String)]
struct UserList {
    data: Data,
}


#[derive(Deserialize)]
struct Data { next: String, list: Vec<String> }

fn main() {}
