//! Walks with the renamed runtime.

use bytes::Bytes;
use http_body_util::Full;

#[derive(serde::Deserialize, pager::Paginated)]
#[paginate(crate = ::pager, token = "next_page_token", items = "users", max = 300)]
struct UserList {
    next_page_token: String,
    users: Vec<u32>,
}

#[tokio::test]
async fn walks_under_another_name() {
    let transport = |request: http::Request<Bytes>| async move {
        let body = if request
            .uri()
            .query()
            .is_some_and(|query| query.contains("next_page_token=t"))
        {
            serde_json::json!({ "next_page_token": "", "users": [2] })
        } else {
            serde_json::json!({ "next_page_token": "t", "users": [1] })
        };
        Ok::<_, std::io::Error>(http::Response::new(Full::new(Bytes::from(
            body.to_string(),
        ))))
    };
    let request = http::Request::get("https://api.example.com/users")
        .body(())
        .expect("a request");
    let users: Vec<u32> = <UserList as pager::Paginated>::paginate((transport, request))
        .items()
        .try_collect()
        .await
        .expect("no error");
    assert_eq!(users, [1, 2]);
}
