use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {
    let request = reqwest::Client::new().get("https://api.example.com/users?status=active");
    let _ = UserList::paginate(request).keep_query(["status"]);
}
