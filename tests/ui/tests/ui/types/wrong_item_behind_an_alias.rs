use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "users", item = u64)]
struct UserList {
    users: Users,
}

type Users = Vec<String>;

fn main() {}
