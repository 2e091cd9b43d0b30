use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page[number]", items = "included")]
struct Articles {
    data: Vec<String>,
    included: Vec<String>,
}

fn main() {}
