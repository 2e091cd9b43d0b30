use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "orders", nested("lines", more = "lines[].more"))]
struct Orders {
    next: Option<String>,
    orders: Vec<Order>,
}

#[derive(Deserialize)]
struct Order {
    lines: Vec<u64>,
    more: Vec<u64>,
}

fn main() {}
