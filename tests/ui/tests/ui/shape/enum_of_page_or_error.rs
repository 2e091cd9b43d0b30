use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[serde(untagged)]
#[paginate(token = "next_page_token", items = "users")]
enum Answer {
    Page { next_page_token: String, users: Vec<String> },
    Error { error: String },
}

fn main() {}
