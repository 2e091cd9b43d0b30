use paginate_runtime::Paginated;

#[derive(serde::Deserialize, Paginated)]
#[paginate(page = "page", items = "users")]
struct UserList {
    users: Vec<String>,
}

fn main() {
    let agent = ureq::Agent::new_with_defaults();
    let request = http::Request::get("https://api.example.com/users").body(()).unwrap();
    let _ = UserList::paginate_blocking((agent, request)).concurrency(2);
}
