use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "@odata.nextLink", items = "users")]
struct UserList {
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<String>,
    users: Vec<String>,
}

fn main() {}
