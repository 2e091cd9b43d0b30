use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    page = link("next"),
    pages = 10,
    items = users,
    size = query("limit"),
    max = "many",
    min = 0,
    start = -1,
    end_on = 404,
    ok = true,
    nested = [],
    repeats = true
)]
struct UserList {
    users: Vec<String>,
}

fn main() {}
