use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    next_url = link("next"),
    param = "cursor",
    continue_at = "/v1/more",
    start = 1,
    end_on = [404],
    items = "users"
)]
struct UserList {
    users: Vec<String>,
}

fn main() {}
