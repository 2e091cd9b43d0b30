use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", items = "users")]
struct UserList {
    #[serde(flatten)]
    next: std::collections::BTreeMap<String, String>,
    users: Vec<String>,
}

fn main() {}
