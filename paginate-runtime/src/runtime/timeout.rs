//! Limits the time that a future may take.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use crate::runtime::Runtime;

/// The error for a future that took too long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Elapsed;

/// Returns the future's output, or [`Elapsed`] if it takes longer than the limit. Without a limit,
/// no timer is started.
///
/// The caller pins the future. If it were passed by value, it would be stored twice: in the
/// argument and where it is polled.
pub(crate) async fn within<F: Future>(
    limit: Option<(Duration, &dyn Runtime)>,
    mut future: Pin<&mut F>,
) -> Result<F::Output, Elapsed> {
    let Some((limit, runtime)) = limit else {
        return Ok(future.await);
    };
    let mut over = runtime.sleep(limit);
    poll_fn(|cx| {
        // The future is polled first: an output that is there in time counts.
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            return Poll::Ready(Ok(output));
        }
        Pin::as_mut(&mut over).poll(cx).map(|()| Err(Elapsed))
    })
    .await
}
