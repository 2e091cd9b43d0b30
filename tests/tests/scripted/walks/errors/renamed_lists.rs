//! Lists that the response has under another name than the declared one.

use super::*;

/// If the list has another name and the field has a default, every page would be empty.
#[tokio::test]
async fn a_list_under_another_name_is_named() {
    let error = second_page(Reply::json(
        json!({ "next_page_token": "", "data": { "members": [1] }, "groups": [] }),
    ))
    .await;
    let text = error.to_string();
    assert!(
        text.contains("there is no `users`, but a list at `data.members`"),
        "{text}"
    );
    assert!(!text.contains("default"), "{text}");
}

/// The list of objects is the probable one, and of a path the first name that is wrong is named.
#[tokio::test]
async fn a_list_inside_a_renamed_object_is_named() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "data.users", item = User)]
    struct Nested {
        next: Option<String>,
        data: Data,
    }
    #[derive(Debug, Deserialize)]
    struct Data {
        users: Vec<User>,
    }
    #[derive(Debug, Deserialize)]
    struct User {
        #[allow(dead_code, reason = "only decoded")]
        id: u32,
    }
    let text = |body: serde_json::Value| async move {
        let script = Script::new([Reply::json(body)]);
        let (_, error) = failed(Nested::paginate(script.get("/l")).items()).await;
        error.to_string()
    };
    let body = json!({ "next": null, "facets": ["a"], "payload": { "users": [{ "id": 1 }] } });
    let found = text(body).await;
    assert!(
        found.ends_with(
            "; `data` is the first name of the path that is missing, and the response has `payload` instead: put `#[serde(rename = \"payload\")]` on that field"
        ) && found.contains("there is no `data`, but a list at `payload.users` ("),
        "{found}"
    );
    let body = json!({ "next": null, "facets": ["a"], "people": [{ "id": 1 }], "teams": [{}] });
    let found = text(body).await;
    assert!(
        found.contains("there is no `data`, but a list at `people`, `teams` (")
            && found.contains("if one of these is the list of items"),
        "{found}"
    );
}
