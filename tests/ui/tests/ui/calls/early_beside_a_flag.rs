use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", more = "has_more", items = "users")]
struct UserList {
    next_page_token: String,
    has_more: bool,
    users: Vec<String>,
}

fn main() {
    let request = reqwest::Client::new().get("https://api.example.com/users");
    let _ = UserList::paginate(request).early();
}
