// Written by `cargo paginate`. A walk:
//
//     let client = paginate_runtime::reqwest_0_13::client()?;
//     let request = list_users(&client, access_token);
//     let mut items = UserList::paginate(request).items();
//     while let Some(item) = items.try_next().await? {
//         println!("{item:?}");
//     }

use paginate_runtime::Paginated;
use serde::Deserialize;

/// A page of `GET /v2/users`.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", max = 300)]
pub struct UserList {
    pub next_page_token: String,
    pub users: Vec<User>,
}

#[derive(Debug, Deserialize)]
pub struct User {
    pub id: String,
    pub email: String,
    pub dept: Option<String>,
    pub r#type: i64,
}

/// The first request of a walk over `GET /v2/users`.
pub fn list_users(client: &reqwest::Client, access_token: &str) -> reqwest::RequestBuilder {
    let url = "https://api.zoom.us/v2/users?status=active";
    client.get(url).bearer_auth(access_token)
}

#[cfg(test)]
mod tests {
    use paginate_runtime::Paginated;
    use paginate_runtime::testing::{Reply, Script};

    use super::UserList;

    const LIST_USERS_1: &str = r#"{
  "page_size": 2,
  "next_page_token": "tva57mZ2",
  "users": [
    {
      "id": "jI11cHi1QgWb5NYcPAx2Kq",
      "email": "jill.chill@example.com",
      "dept": "Sales",
      "type": 2
    },
    {
      "id": "h7uTrUeQRmKq2xWb5NYcPA",
      "email": "htrue.vale@example.com",
      "dept": null,
      "type": 1
    }
  ]
}"#;

    const LIST_USERS_2: &str = r#"{
  "page_size": 2,
  "next_page_token": "",
  "users": [
    {
      "id": "aLd0R3yzSgC8fLkTj6MwEQ",
      "email": "aldo.ronde@example.com",
      "type": 1
    }
  ]
}"#;

    #[tokio::test]
    async fn list_users_walks_the_samples() {
        let script = Script::new([Reply::text(LIST_USERS_1), Reply::text(LIST_USERS_2)]);
        let first = script.get("/v2/users?status=active");
        let walk = UserList::paginate(first);
        let mut items = walk.max_pages(2).items();
        let mut count = 0;
        while items.try_next().await.unwrap().is_some() {
            count += 1;
        }
        assert_eq!(count, 3);
        assert_eq!(script.requests().len(), 2);
        let sent = script.requests()[1].param("next_page_token");
        assert_eq!(sent.as_deref(), Some("tva57mZ2"));
    }
}
