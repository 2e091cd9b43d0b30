use paginate_runtime::Paginated;

#[derive(Paginated)]
#[paginate(token = "nxt", items = "rows", decode = Self::from_text)]
struct Rows {
    next: Option<String>,
    rows: Vec<String>,
}

fn main() {
    let client = reqwest::Client::new();
    let _ = Rows::paginate(client.get("https://api.example.com/rows")).items();
}
