use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
struct UserList {
    #[paginate(token)]
    next_page_token: String,
    #[paginate(items)]
    users: Vec<String>,
}

fn main() {}
