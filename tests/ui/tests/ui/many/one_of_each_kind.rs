use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(tokn = "next", items = "usres", max = "300", max = 1, end_on = [500, shrot], crate = paginate)]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

fn main() {}
