use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "links[-1].next", param = "cursor", items = "users")]
struct UserList {
    links: Vec<Link>,
    users: Vec<String>,
}


#[derive(Deserialize)]
struct Link { next: String }

fn main() {}
