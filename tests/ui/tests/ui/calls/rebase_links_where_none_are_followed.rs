use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

fn main() {
    let request = reqwest::Client::new().get("https://api.example.com/users");
    let _ = UserList::paginate(request).rebase_links();
}
