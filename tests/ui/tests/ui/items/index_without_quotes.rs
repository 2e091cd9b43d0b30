use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = 0)]
struct UserList (Vec<String>);


fn main() {}
