use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", ok = "ok")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
    ok: f64,
}

fn main() {}
