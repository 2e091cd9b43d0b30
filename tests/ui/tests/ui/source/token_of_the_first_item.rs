use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "data.products.edges[0].cursor", param = body("variables.after"), items = "data.products.edges[].node", item = Product)]
struct ProductList {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    products: Products,
}

#[derive(Deserialize)]
struct Products {
    edges: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    cursor: String,
    node: Product,
}

#[derive(Deserialize)]
struct Product {
    id: String,
}

fn main() {}
