use paginate_runtime::Paginated;

#[derive(Paginated)]
#[paginate(token = "next", items = "rows", decode = "from_xml")]
struct Rows {
    next: Option<String>,
    rows: Vec<String>,
}

fn main() {}
