use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_with = Self::next_page, items = "users")]
struct UserList {
    next: Option<String>,
    users: Vec<String>,
}

impl UserList {
    fn next_page(&self, _: &paginate_runtime::HeaderMap) -> Option<String> { self.next.clone() }
}

fn main() {}
