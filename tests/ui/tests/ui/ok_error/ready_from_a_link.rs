use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "rows", ready = link("next"))]
struct Rows {
    next: Option<String>,
    rows: Vec<String>,
}

fn main() {}
