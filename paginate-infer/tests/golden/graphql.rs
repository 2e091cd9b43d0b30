// Written by `cargo paginate`. A walk:
//
//     let client = paginate_runtime::reqwest_0_13::client()?;
//     let request = list_graphql(&client, x_api_key);
//     let mut items = GraphqlList::paginate(request).items();
//     while let Some(item) = items.try_next().await? {
//         println!("{item:?}");
//     }

use paginate_runtime::Paginated;
use serde::Deserialize;

/// A page of `POST /graphql`.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "data.repository.issues.page_info.end_cursor",
    param = body("variables.after"),
    items = "data.repository.issues.nodes",
    item = Node,
    more = "data.repository.issues.page_info.has_next_page"
)]
pub struct GraphqlList {
    pub data: Data,
}

#[derive(Deserialize)]
pub struct Data {
    pub repository: Repository,
}

#[derive(Deserialize)]
pub struct Repository {
    pub issues: Issues,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Issues {
    pub nodes: Vec<Node>,
    pub page_info: PageInfo,
}

#[derive(Debug, Deserialize)]
pub struct Node {
    pub title: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageInfo {
    pub end_cursor: Option<String>,
    pub has_next_page: bool,
}

/// The first request of a walk over `POST /graphql`.
pub fn list_graphql(client: &reqwest::Client, x_api_key: &str) -> reqwest::RequestBuilder {
    let url = "https://api.example.com/graphql";
    let body = r#"{"query":"query($after: String) { repository { issues(first: 2, after: $after) { nodes { title } pageInfo { endCursor hasNextPage } } } }","variables":{}}"#;
    client
        .post(url)
        .header("x-api-key", x_api_key)
        .header("content-type", "application/json")
        .body(body)
}

#[cfg(test)]
mod tests {
    use paginate_runtime::Paginated;
    use paginate_runtime::testing::{Reply, Script};

    use super::GraphqlList;

    const LIST_GRAPHQL_1: &str = r#"{
  "data": {
    "repository": {
      "issues": {
        "nodes": [
          {
            "title": "a"
          },
          {
            "title": "b"
          }
        ],
        "pageInfo": {
          "endCursor": "Y3Vyc29yOjI=",
          "hasNextPage": true
        }
      }
    }
  }
}"#;

    const LIST_GRAPHQL_2: &str = r#"{
  "data": {
    "repository": {
      "issues": {
        "nodes": [
          {
            "title": "c"
          }
        ],
        "pageInfo": {
          "endCursor": "Y3Vyc29yOjM=",
          "hasNextPage": false
        }
      }
    }
  }
}"#;

    const LIST_GRAPHQL_BODY: &str = r#"{"query":"query($after: String) { repository { issues(first: 2, after: $after) { nodes { title } pageInfo { endCursor hasNextPage } } } }","variables":{}}"#;

    #[tokio::test]
    async fn list_graphql_walks_the_samples() {
        let script = Script::new([Reply::text(LIST_GRAPHQL_1), Reply::text(LIST_GRAPHQL_2)]);
        let first = script.post("/graphql", LIST_GRAPHQL_BODY);
        let walk = GraphqlList::paginate(first);
        let mut items = walk.max_pages(2).items();
        let mut count = 0;
        while items.try_next().await.unwrap().is_some() {
            count += 1;
        }
        assert_eq!(count, 3);
        assert_eq!(script.requests().len(), 2);
    }
}
