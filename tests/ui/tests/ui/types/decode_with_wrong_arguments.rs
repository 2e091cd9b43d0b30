use paginate_runtime::Paginated;

#[derive(Paginated)]
#[paginate(token = "next", param = "next", items = "rows", decode = Self::from_text)]
struct Rows {
    next: Option<String>,
    rows: Vec<String>,
}

impl Rows {
    fn from_text(text: &str) -> Result<Self, std::fmt::Error> {
        Ok(Self { next: None, rows: vec![text.to_owned()] })
    }
}

fn main() {}
