use paginate_runtime::Paginated;

#[derive(serde::Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users")]
struct UserList {
    next_page_token: String,
    users: Vec<String>,
}

async fn walk(agent: ureq::Agent, request: http::Request<()>) {
    let mut users = UserList::paginate_blocking((agent, request)).items();
    let _ = users.next().await;
}

fn main() {}
