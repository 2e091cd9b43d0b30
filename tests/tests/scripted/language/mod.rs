//! Keys of the attribute besides the six sources, each over a scripted transport, with exact
//! requests, items and ends.

mod decode;
mod headers;
mod inclusive;
mod json_parameters;
mod nested;
mod parts;
mod ready;
mod totals;

use paginate_runtime::{EndReason, Error, Items, Paginated};

/// A limit above the item count of every walk in these tests, so that a loop fails and does not
/// hang.
const BOUND: usize = 1_000;

/// Returns all items, and how the walk ended.
async fn drain<P: Paginated>(items: &mut Items<P>) -> (Vec<P::Item>, Result<EndReason, Error>) {
    let mut all = Vec::new();
    loop {
        match items.next().await {
            Some(Ok(item)) => all.push(item),
            Some(Err(error)) => return (all, Err(error)),
            None => {
                return (
                    all,
                    Ok(items
                        .end_reason()
                        .expect("a walk without an error has ended")),
                );
            }
        }
        assert!(all.len() < BOUND, "the walk does not end");
    }
}
