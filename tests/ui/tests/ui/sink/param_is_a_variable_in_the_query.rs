use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "end_cursor", param = "variables.after", items = "nodes")]
struct Connection {
    end_cursor: Option<String>,
    nodes: Vec<String>,
}

fn main() {}
