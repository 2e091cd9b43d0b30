//! Credentials: sent with each page, renewed, and not shown in errors.

use super::*;

/// The user name and password of the first URL are sent for the pages that links lead to.
pub(crate) async fn a_password_in_the_first_url(client: &impl Client) {
    let server = Server::start(|request| {
        if request.header("authorization") != Some("Basic YW5uOnMzY3I6ZXQ=") {
            return Reply::empty(401);
        }
        match request.param("p").as_deref() {
            None => page(&[1], "?p=2"),
            Some(_) => page(&[2], Value::Null),
        }
    });
    let request = get(server
        .url("/v1/items")
        .replace("http://", "http://ann:s3cr%3Aet@"));
    assert_eq!(client.walk::<ByLink>(request, once()).await.ended(), [1, 2]);
    assert_eq!(server.lines(), ["GET /v1/items", "GET /v1/items?p=2"]);
}

pub(crate) async fn credentials_are_renewed(client: &impl Client) {
    let server = Server::scripted([Reply::empty(401), page(&[1], "")]);
    let settings = Settings {
        authorize: true,
        ..Settings::default()
    };
    assert_eq!(
        walk_from::<ByToken>(client, server.url("/v1/items"), settings)
            .await
            .ended(),
        [1]
    );
    let requests = server.requests();
    let sent: Vec<_> = requests
        .iter()
        .map(|request| request.header("authorization"))
        .collect();
    assert_eq!(sent, [Some("Bearer old"), Some("Bearer new")]);
}

pub(crate) async fn errors_keep_secrets(client: &impl Client) {
    let server = RawServer::start([
        Answer::whole(r#"{"items":[1],"next":"tokentoken"}"#),
        Answer::Nothing,
    ]);
    let mut request = get(server.url("/v1/items?key=keykeykey"));
    request.headers_mut().insert(
        "authorization",
        HeaderValue::from_static("Bearer bearerbearer"),
    );
    let (items, error) = client.walk::<ByToken>(request, once()).await.failed();
    assert_eq!((items, error.kind()), (vec![1], ErrorKind::Transport));
    let mut shown = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(error) = source {
        shown.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    for secret in ["tokentoken", "keykeykey", "bearerbearer"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
