use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "edges[].nod", item = String)]
struct UserList {
    edges: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge { node: String }

fn main() {}
