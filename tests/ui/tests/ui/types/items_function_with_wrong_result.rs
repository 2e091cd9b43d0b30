use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = rows, item = u64)]
struct UserList {
    users: Vec<String>,
}

fn rows(page: &mut UserList) -> Vec<String> { std::mem::take(&mut page.users) }

fn main() {}
