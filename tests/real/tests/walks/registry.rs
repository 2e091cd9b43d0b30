//! Debian's docker-registry 2.8: relative links in a header, and names that are sorted by folder.

use paginate_runtime::{EndReason, ErrorKind, Paginated};
use paginate_tests_real::{Server, Walked};
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "repositories", size = "n", max = 1000)]
struct Catalog {
    repositories: Vec<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "0",
    param = "last",
    items = "repositories",
    size = "n",
    max = 1000
)]
struct AfterName {
    repositories: Vec<Name>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "tags", size = "n")]
struct Tags {
    tags: Option<Vec<String>>,
}

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "0", param = "last", items = "tags", size = "n")]
struct TagsAfter {
    tags: Option<Vec<Name>>,
}

#[derive(Debug, Deserialize)]
struct Name(String);

/// The repositories that `harness/registry.py` pushed.
fn repositories() -> Vec<String> {
    let odd = ["a", "a-b", "a.b", "a/b", "a/b-c", "a/b/c", "a_b", "b"];
    let teams = (1..130).map(|number| format!("team-{}/app-{number:03}", number % 5));
    let mut names: Vec<String> = odd.into_iter().map(str::to_owned).chain(teams).collect();
    // Sorted by folder: the content of `a` comes before `a-b`.
    names.sort_by_key(|name| name.replace('/', "\0"));
    names
}

#[tokio::test]
async fn catalog_by_link() {
    let walked = Walked {
        request: Server::named("REGISTRY").get("/v2/_catalog"),
        walk: |source| Catalog::paginate(source).page_size(20),
        key: |name| name,
        keys: repositories(),
        page: 20,
        requests: 7,
        end: EndReason::NoContinuation,
    };
    let lines = walked.every_way().await;
    assert_eq!(lines[0], "GET /v2/_catalog?n=20");
    assert_eq!(lines[1], "GET /v2/_catalog?last=team-0%2Fapp-060&n=20");
    walked.early().await;
}

#[tokio::test]
async fn catalog_after_the_last_name() {
    let walked = Walked {
        request: Server::named("REGISTRY").get("/v2/_catalog"),
        walk: |source| AfterName::paginate(source).page_size(20),
        key: |name| name.0,
        keys: repositories(),
        page: 20,
        requests: 8,
        end: EndReason::Empty,
    };
    let lines = walked.every_way().await;
    assert_eq!(lines[1], "GET /v2/_catalog?last=team-0%2Fapp-060&n=20");
}

/// The tags of `a/b`, in order.
fn tags() -> Vec<String> {
    (1..=43).map(|tag| format!("v{tag:03}")).collect()
}

/// This version does not page tags: it ignores `n` and `last`, and sends the whole list in no
/// order.
#[tokio::test]
async fn tags_come_whole() {
    let tags = tags();
    let by_link = Walked {
        request: Server::named("REGISTRY").get("/v2/a/b/tags/list"),
        walk: |source| Tags::paginate(source).page_size(10),
        key: |tag| tag,
        keys: tags.clone(),
        page: 43,
        requests: 1,
        end: EndReason::NoContinuation,
    };
    let mut outcome = by_link.outcome().await;
    outcome.keys.sort();
    assert_eq!(
        (outcome.keys, outcome.end),
        (tags.clone(), Some(EndReason::NoContinuation))
    );
    assert_eq!(outcome.lines, ["GET /v2/a/b/tags/list?n=10"]);
}

/// The server sends the same list for each `last`: a hand-written loop would never end.
#[tokio::test]
async fn tags_after_the_last_tag_are_the_same_again() {
    let after = Walked {
        request: Server::named("REGISTRY").get("/v2/a/b/tags/list"),
        walk: |source| TagsAfter::paginate(source).page_size(10),
        key: |tag| tag.0,
        keys: Vec::new(),
        page: 43,
        requests: 2,
        end: EndReason::Empty,
    };
    let mut outcome = after.outcome().await;
    outcome.keys.sort();
    assert_eq!(outcome.keys, tags(), "once each, though they come again");
    assert_eq!(
        outcome.error.expect("the API ignores `last`").kind(),
        ErrorKind::RepeatedPage
    );
    assert_eq!(outcome.lines.len(), 2, "{:#?}", outcome.lines);
}
