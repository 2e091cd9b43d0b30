//! Guards that are too strict.

use super::*;

/// aws-sdk-rust#405: the guard against a repeated token broke lists of one page.
#[tokio::test]
async fn a_list_of_one_page_is_whole() {
    for next in [Value::Null, json!("")] {
        let server = Server::scripted([page(&[1, 2, 3], next)]);
        assert_eq!(
            walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
            (vec![1, 2, 3], EndReason::NoContinuation)
        );
    }
}

/// google-cloud-rust#6925, databricks-sdk-java#818, google-cloud-cpp#11936: an empty page was
/// treated as the end. openai, octocrab, async-stripe and twitch_api lose data there too.
#[tokio::test]
async fn an_empty_page_with_a_token_is_no_end() {
    let server = Server::scripted([
        page(&[], "a"),
        page(&[1], "b"),
        page(&[], "c"),
        page(&[], "d"),
        page(&[2], "e"),
        page(&[], Value::Null),
    ]);
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(server.lines().len(), 6);
}

/// In modes with tokens, two pages that happen to be equal are data.
#[tokio::test]
async fn equal_pages_with_different_tokens_are_data() {
    let server = Server::scripted([page(&[1], "a"), page(&[1], "b"), page(&[1], Value::Null)]);
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 1, 1], EndReason::NoContinuation)
    );
}
