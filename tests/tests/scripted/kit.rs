//! What the subjects share: how a walk ends, where it goes on, and what a request asks for.

use paginate_runtime::{Checkpoint, EndReason, Error, Items, Paginated};
use paginate_tests::Request;

/// Returns all items of a walk, how it ended, its error, and the number of discarded requests.
pub(crate) async fn all<P: Paginated>(
    mut items: Items<P>,
) -> (Vec<P::Item>, Option<EndReason>, Option<Error>, u64) {
    let mut found = Vec::new();
    let error = loop {
        assert!(found.len() < 10_000, "the walk does not end");
        match items.next().await {
            Some(Ok(item)) => found.push(item),
            Some(Err(error)) => break Some(error),
            None => break None,
        }
    };
    assert!(items.next().await.is_none(), "nothing after the end");
    (found, items.end_reason(), error, items.discarded_requests())
}

/// Returns the items of a walk before its error, and the error.
pub(crate) async fn until_error<P: Paginated>(items: &mut Items<P>) -> (Vec<P::Item>, Error) {
    let mut found = Vec::new();
    loop {
        assert!(found.len() < 10_000, "the walk does not fail");
        match items.next().await.expect("an item or an error") {
            Ok(item) => found.push(item),
            Err(error) => return (found, error),
        }
    }
}

/// Takes items from a walk, lets it run ahead, drops it, and goes on with another walk from its
/// checkpoint, which passes through text. Returns the items of both walks.
pub(crate) async fn interrupted<P: Paginated>(
    mut first: Items<P>,
    taken: usize,
    run_ahead: impl Future<Output = ()>,
    rest: impl FnOnce(Checkpoint) -> Items<P>,
) -> Vec<P::Item> {
    let mut items = Vec::new();
    for _ in 0..taken {
        items.push(first.try_next().await.unwrap().unwrap());
    }
    run_ahead.await;
    let saved = serde_json::to_string(&first.checkpoint().unwrap()).unwrap();
    drop(first);
    let (later, _, error, _) = all(rest(serde_json::from_str(&saved).unwrap())).await;
    assert!(error.is_none(), "{error:?}");
    items.extend(later);
    items
}

/// Lets the tasks of a current-thread runtime run until they wait for something.
pub(crate) async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

/// Returns the number that the request asks for under this name.
pub(crate) fn number(request: &Request, name: &str, default: u64) -> u64 {
    request.param(name).map_or(default, |number| {
        number.parse().expect("a number in the request")
    })
}
