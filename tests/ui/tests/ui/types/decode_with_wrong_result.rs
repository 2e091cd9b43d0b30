use paginate_runtime::Paginated;

#[derive(Paginated)]
#[paginate(token = "next", param = "next", items = "rows", decode = Self::from_bytes)]
struct Rows {
    next: Option<String>,
    rows: Vec<String>,
}

impl Rows {
    fn from_bytes(_: &http::response::Parts, _: &bytes::Bytes) -> Self {
        Self { next: None, rows: vec![] }
    }
}

fn main() {}
