use paginate_runtime::{Paginated, segment::Segment};
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "users")]
struct UserList {
    next: Option<String>,
    users: Vec<String>,
}

fn walk(segment: Segment) {
    let request = reqwest::Client::new().get("https://api.example.com/users");
    let _ = UserList::paginate(request).segment(segment);
}

fn main() {}
