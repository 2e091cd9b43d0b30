use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = json("from"), size = "from", items = "rows")]
struct Rows {
    next: Option<String>,
    rows: Vec<String>,
}

fn main() {}
