//! Items that are lost.

use super::*;

/// azure-sdk-for-rust, `into_items`: received items were dropped while the next page was pending.
#[tokio::test]
async fn nothing_is_dropped_while_a_page_is_on_its_way() {
    let server = Server::scripted([
        page(&[1, 2], "a").in_pieces(1),
        page(&[3, 4], "b").in_pieces(2),
        page(&[5], Value::Null).in_pieces(1),
    ]);
    let mut stream = Tokens::paginate(get(&server, "/list")).items();
    let mut found = Vec::new();
    // The limit is a time, for a server that never answers: the machine decides how often a page is
    // polled before it is there.
    let walk = async {
        loop {
            tokio::select! {
                biased;
                item = stream.next() => match item {
                    Some(item) => found.push(item.unwrap()),
                    None => break,
                },
                () = tokio::task::yield_now() => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), walk)
        .await
        .expect("the walk ends");
    assert_eq!(
        (found, stream.end_reason()),
        (vec![1, 2, 3, 4, 5], Some(EndReason::NoContinuation))
    );
    assert_eq!(server.lines().len(), 3);
}

/// gitlab (Rust), keyset and pages: a page shorter than requested was the end, even if the server
/// had reduced the size.
#[tokio::test]
async fn a_page_that_the_server_cut_is_no_end() {
    let server = Server::scripted([items(&[1, 2]), items(&[3, 4]), items(&[5]), items(&[])]);
    assert_eq!(
        walk(Numbered::paginate(get(&server, "/list")).page_size(100))
            .await
            .ended(),
        ((1..=5).collect(), EndReason::Empty)
    );
    assert_eq!(server.lines()[0], "GET /list?page=1&limit=100");
}

/// octocrab's `all_pages` and others: an error discards the items received before it.
#[tokio::test]
async fn an_error_costs_nothing_that_came_before() {
    let server = Server::scripted([
        page(&[1, 2], "a"),
        page(&[3], "b"),
        Reply::text("gone").status(404),
    ]);
    let (found, error) = walk(Tokens::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1, 2, 3], ErrorKind::Status, 3)
    );
    assert!(error.checkpoint().is_some());
    // A consumer that collects all items gets the error, not a part of the items.
    let server = Server::scripted([page(&[1, 2], "a"), Reply::text("gone").status(404)]);
    let all = Tokens::paginate(get(&server, "/list"))
        .items()
        .try_collect::<Vec<u32>>()
        .await;
    assert_eq!(all.unwrap_err().kind(), ErrorKind::Status);
}

/// faucet: `max_pages` ended the walk as if there were no more.
#[tokio::test]
async fn a_limit_is_no_end_of_the_data() {
    let server = three();
    let cut = walk(Tokens::paginate(get(&server, "/list")).max_pages(2)).await;
    let checkpoint = saved(cut.checkpoint.as_ref().unwrap());
    assert_eq!(cut.ended(), (vec![1, 2, 3, 4], EndReason::Limit));
    assert!(!checkpoint.is_over());
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list")).resume(checkpoint))
            .await
            .ended(),
        (vec![5], EndReason::NoContinuation)
    );
}
