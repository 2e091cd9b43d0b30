use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0")]
struct UserList(#[paginate(items)] Vec<String>);

fn main() {}
