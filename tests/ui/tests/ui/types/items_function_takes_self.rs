use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = Self::rows, item = String)]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

impl UserList {
    fn rows(self) -> Vec<String> { self.users }
}

fn main() {}
