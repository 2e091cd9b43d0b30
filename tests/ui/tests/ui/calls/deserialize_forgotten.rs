use paginate_runtime::Paginated;

#[derive(Paginated)]
#[paginate(token = "next_page_token", items = "users")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

fn main() {
    let _ = UserList::paginate(reqwest::Client::new().get("https://api.example.com/users")).items();
}
