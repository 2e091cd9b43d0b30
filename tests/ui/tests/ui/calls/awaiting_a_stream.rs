use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

async fn all(client: reqwest::Client) -> Result<Vec<String>, paginate_runtime::Error> {
    let users = UserList::paginate(client.get("https://api.example.com/users")).items().await?;
    Ok(users)
}

fn main() {}
