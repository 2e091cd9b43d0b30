use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", items = "rows", inclusive = true)]
struct Rows {
    next: Option<String>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
}

fn main() {}
