use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "0", items = "1")]
struct UserList(Option<String>, Vec<String>);

fn main() {}
