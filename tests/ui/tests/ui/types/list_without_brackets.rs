use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "data.edges.node", item = String)]
struct UserList {
    next_page_token: String,
    data: Option<Data>,
}


#[derive(Deserialize)]
struct Data { edges: Vec<Edge> }

#[derive(Deserialize)]
struct Edge { node: String }

fn main() {}
