use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_tokn", items = "users")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

async fn all() -> Result<Vec<String>, paginate_runtime::Error> {
    UserList::paginate(reqwest::Client::new().get("https://api.example.com/users")).items().try_collect().await
}

fn main() {}
