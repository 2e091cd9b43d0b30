use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

/// Stands for reqwest 0.12.
mod reqwest {
    pub struct RequestBuilder;
}

fn list(request: reqwest::RequestBuilder) {
    let _ = UserList::paginate(request).items();
}

fn main() {}
