use paginate_runtime::Paginated;

#[derive(Paginated)]
#[paginate(token = "next", items = "rows", decode = rows)]
struct Rows {
    next: Option<String>,
    rows: Vec<String>,
}

fn main() {}
