use paginate_runtime::Paginated;

#[derive(serde::Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

fn main() {
    let agent = ureq::Agent::new_with_defaults();
    let request = http::Request::get("https://api.example.com/users").body(()).unwrap();
    let _ = UserList::paginate((agent, request));
}
