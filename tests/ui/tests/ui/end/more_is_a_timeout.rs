use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", more = "incomplete_results", items = "items")]
struct Found {
    incomplete_results: bool,
    items: Vec<String>,
}

fn main() {}
