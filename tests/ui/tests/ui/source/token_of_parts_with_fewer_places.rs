use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = ("key", "row", "number"), param = ("a", "b"), more = "number", items = "rows")]
struct Rows {
    key: Option<String>,
    row: Option<String>,
    number: u64,
    rows: Vec<String>,
}

fn main() {}
