//! Gives up on what takes too long.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use crate::runtime::Runtime;

/// It took too long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Elapsed;

/// The future's output, or [`Elapsed`] where it takes longer than the limit. Without a limit there
/// is nothing to wait for.
///
/// It is pinned by the caller: taken by value it would be there twice, in the argument and where it
/// is polled.
pub(crate) async fn within<F: Future>(
    limit: Option<(Duration, &dyn Runtime)>,
    mut future: Pin<&mut F>,
) -> Result<F::Output, Elapsed> {
    let Some((limit, runtime)) = limit else {
        return Ok(future.await);
    };
    let mut over = runtime.sleep(limit);
    poll_fn(|cx| {
        // The future first: what is there in time counts.
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            return Poll::Ready(Ok(output));
        }
        Pin::as_mut(&mut over).poll(cx).map(|()| Err(Elapsed))
    })
    .await
}
