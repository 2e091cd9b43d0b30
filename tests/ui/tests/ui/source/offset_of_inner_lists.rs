use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", items = "orders[].lines[]", item = String)]
struct OrderList {
    orders: Vec<Order>,
}

#[derive(Deserialize)]
struct Order {
    lines: Vec<String>,
}

fn main() {}
