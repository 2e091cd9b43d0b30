use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "rows", ready = "state")]
struct Rows {
    next: Option<String>,
    state: Vec<u64>,
    rows: Vec<String>,
}

fn main() {}
