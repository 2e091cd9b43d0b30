use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize)]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

fn main() {
    let _ = UserList::paginate(reqwest::Client::new().get("https://api.example.com/users")).items();
}
