use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "orders", nested = ["more", nested("lines", more = "has_more")])]
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
