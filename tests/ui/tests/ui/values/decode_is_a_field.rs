use paginate_runtime::Paginated;

#[derive(Paginated)]
#[paginate(token = "next", param = "next", items = "rows", decode = rows)]
struct Rows {
    next: Option<String>,
    rows: Vec<String>,
}

fn main() {}
