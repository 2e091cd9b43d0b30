// Written by `cargo paginate`. A walk:
//
//     let client = paginate_runtime::reqwest_0_13::client()?;
//     let request = list_people(&client, api_key);
//     let mut items = PeopleList::paginate(request).items();
//     while let Some(item) = items.try_next().await? {
//         println!("{item:?}");
//     }

use std::collections::BTreeMap;

use paginate_runtime::Paginated;
use serde::Deserialize;

/// A page of `GET /api/people`.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "people.edges[].node", item = Node)]
pub struct PeopleList {
    pub people: People,
}

#[derive(Deserialize)]
pub struct People {
    pub edges: Vec<Edge>,
}

#[derive(Deserialize)]
pub struct Edge {
    pub node: Option<Node>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    pub self_: String,
    #[serde(rename = "@type")]
    pub r#type: String,
    #[serde(rename = "2fa")]
    pub n2fa: Option<bool>,
    pub scores: Option<BTreeMap<String, f64>>,
}

/// The first request of a walk over `GET /api/people`.
///
/// The arguments are not percent-encoded.
pub fn list_people(client: &reqwest::Client, api_key: &str) -> reqwest::RequestBuilder {
    let url = format!("https://people.example.com/api/people?sort=name&api_key={api_key}");
    client.get(url)
}

#[cfg(test)]
mod tests {
    use paginate_runtime::Paginated;
    use paginate_runtime::testing::{Reply, Script};

    use super::PeopleList;

    const LIST_PEOPLE_1: &str = r#"{
  "people": {
    "edges": [
      {
        "node": {
          "self": "/1",
          "@type": "Person",
          "2fa": true,
          "scores": {
            "2023": 1,
            "2024": 2.5
          }
        }
      },
      {
        "node": null
      }
    ]
  }
}"#;

    const LIST_PEOPLE_1_LINK: &str =
        r#"<https://api.example.com/api/people?api_key=SECRET&sort=name&from=2>; rel="next""#;

    const LIST_PEOPLE_2: &str = r#"{
  "people": {
    "edges": [
      {
        "node": {
          "self": "/2",
          "@type": "Person"
        }
      }
    ]
  }
}"#;

    #[tokio::test]
    async fn list_people_walks_the_samples() {
        let script = Script::new([
            Reply::text(LIST_PEOPLE_1).header("link", LIST_PEOPLE_1_LINK),
            Reply::text(LIST_PEOPLE_2),
        ]);
        let first = script.get("/api/people?sort=name");
        let walk = PeopleList::paginate(first);
        let mut items = walk.max_pages(2).items();
        let mut count = 0;
        while items.try_next().await.unwrap().is_some() {
            count += 1;
        }
        assert_eq!(count, 2);
        assert_eq!(script.requests().len(), 2);
    }
}
