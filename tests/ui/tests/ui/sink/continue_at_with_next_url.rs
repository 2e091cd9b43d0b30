use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next_page_token", continue_at = "/v1/more", items = "users")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

fn main() {}
