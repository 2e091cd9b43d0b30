//! Links, tokens and logs.

use super::*;

/// gitlab, dlt, octokit: the next URL was followed to any host, with the token.
/// go-containerregistry#2332: even to the metadata service of a cloud.
#[tokio::test]
async fn a_link_elsewhere_gets_nothing() {
    let elsewhere = Server::start(|_| page(&[666], Value::Null));
    for next in [
        elsewhere.url("/list?p=2"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://metadata.google.internal/computeMetadata/v1/".to_owned(),
        "http://[fd00:ec2::254]/latest".to_owned(),
        "http://localhost/".to_owned(),
    ] {
        let server = Server::scripted([page(&[1], next.as_str())]);
        let request = get(&server, "/list")
            .bearer_auth("s3cr3t")
            .header("x-api-key", "s3cr3t");
        let (found, error) = walk(Linked::paginate(request)).await.failed();
        assert_eq!(
            (found, error.kind(), server.lines().len()),
            (vec![1], ErrorKind::Link, 1),
            "{next}"
        );
    }
    assert_eq!(elsewhere.lines().len(), 0);
}

/// octocrab compared hosts but not schemes: https with the same host and port is another origin.
#[tokio::test]
async fn the_scheme_is_part_of_the_origin() {
    let server = Server::start(|request| {
        page(
            &[1],
            request.origin.replace("http:", "https:") + "/list?p=2",
        )
    });
    let (found, error) = walk(Linked::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::Link, 1)
    );
}

/// erpl-web#183 compared with a base that each link had moved: after one allowed step, every origin
/// from there was allowed.
#[tokio::test]
async fn the_base_never_moves() {
    let third = Server::start(|_| page(&[3], Value::Null));
    let on = third.url("/list?p=3");
    let second = Server::start(move |_| page(&[2], on.as_str()));
    let to = second.url("/list?p=2");
    let first = Server::start(move |_| page(&[1], to.as_str()));
    let (found, error) = walk(Linked::paginate(get(&first, "/list")).allow_origin(second.origin()))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1, 2], ErrorKind::Link, 2)
    );
    assert_eq!(third.lines().len(), 0);
    // A link back to the first origin is still allowed.
    let home = first.url("/list?p=3");
    let second = Server::start(move |_| page(&[2], home.as_str()));
    let to = second.url("/list?p=2");
    let first = Server::scripted([page(&[1], to.as_str())]);
    let (_, error) = walk(Linked::paginate(get(&first, "/list")).allow_origin(second.origin()))
        .await
        .failed();
    assert_eq!(
        (error.kind(), second.lines().len()),
        (ErrorKind::Link, 1),
        "home is another port now"
    );
}

/// Tokens were in the output of `Debug`, in errors and in logs.
#[tokio::test]
async fn nothing_prints_a_secret() {
    let server = Server::scripted([
        page(&[1, 2], "s3cr3t-token"),
        Reply::json(json!({ "next": "s3cr3t", "items": "none" })),
    ]);
    let request = get(&server, "/list?key=s3cr3t").bearer_auth("s3cr3t");
    let paginator = Tokens::paginate(request).runtime(Timeless::new());
    let mut seen = format!("{paginator:?}");
    let mut stream = paginator.items();
    for _ in 0..4 {
        seen += &format!("{stream:?} {stream:#?} {:?}", stream.checkpoint());
        if let Some(Err(error)) = stream.next().await {
            seen += &shown(&error);
        }
    }
    assert!(seen.contains("does not fit"), "{seen}");
    assert!(!seen.contains("s3cr3t"), "{seen}");
}
