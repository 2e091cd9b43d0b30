// Written by `cargo paginate`. A walk:
//
//     let client = paginate_runtime::reqwest_0_13::client()?;
//     let request = list_issues(&client, owner, repo);
//     let mut items = IssueList::paginate(request).items();
//     while let Some(item) = items.try_next().await? {
//         println!("{item:?}");
//     }

use paginate_runtime::Paginated;
use serde::Deserialize;

/// A page of `GET /repos/{owner}/{repo}/issues`.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0", size = "per_page", max = 100)]
pub struct IssueList(pub Vec<Issue>);

#[derive(Debug, Deserialize)]
pub struct Issue {
    pub id: i64,
    pub node_id: String,
    pub r#type: Option<String>,
    pub labels: Vec<serde_json::Value>,
    pub user: Option<NullableSimpleUser>,
    pub assignee: Option<NullableSimpleUser>,
    pub parent: Option<Box<Issue>>,
    pub sub_issues: Option<Vec<Issue>>,
    pub reactions: Option<Reactions>,
}

#[derive(Debug, Deserialize)]
pub struct NullableSimpleUser {
    pub login: String,
    pub id: i64,
}

#[derive(Debug, Deserialize)]
pub struct Reactions {
    #[serde(rename = "+1")]
    pub plus_1: i64,
    #[serde(rename = "-1")]
    pub minus_1: i64,
    pub total_count: i64,
}

/// The first request of a walk over `GET /repos/{owner}/{repo}/issues`.
///
/// The arguments are not percent-encoded.
///
/// It also takes `page`, `labels`, `state`.
pub fn list_issues(client: &reqwest::Client, owner: &str, repo: &str) -> reqwest::RequestBuilder {
    let url = format!("https://api.github.com/repos/{owner}/{repo}/issues");
    client.get(url)
}
