use paginate_runtime::Paginated;

#[derive(Paginated)]
#[paginate(token = "next", param = "next", items = "rows", decode = "from_xml")]
struct Rows {
    next: Option<String>,
    rows: Vec<String>,
}

fn main() {}
