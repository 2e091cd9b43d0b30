//! Reads a response's body within a limit.

use std::pin::{Pin, pin};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::Body;
use http_body_util::BodyExt;

use crate::error::BoxError;
use crate::response::early::EarlyObserver;
use crate::runtime::Runtime;
use crate::runtime::timeout::within;

/// The reason why a body could not be read.
pub(crate) enum BodyError {
    /// The body is larger than allowed.
    TooLarge,
    /// The body broke off.
    Broken(BoxError),
    /// No data arrived for that long.
    Stalled(Duration),
}

/// Reads the whole body. Returns an error before it holds more than `limit` bytes, or if no data
/// arrives for the `idle` time. Passes each piece to `watch` as it arrives.
pub(crate) async fn read<B>(
    mut body: Pin<&mut B>,
    limit: u64,
    idle: Option<(Duration, &dyn Runtime)>,
    mut watch: Option<EarlyObserver<'_>>,
) -> Result<Bytes, BodyError>
where
    B: Body<Data = Bytes, Error: Into<BoxError>>,
{
    // A body whose declared size is too large is not read at all.
    if body.size_hint().lower() > limit {
        return Err(BodyError::TooLarge);
    }
    let expected = body.size_hint().exact();
    let Some(first) = next_data(&mut body, idle).await? else {
        return Ok(Bytes::new());
    };
    if first.len() as u64 > limit {
        return Err(BodyError::TooLarge);
    }
    let mut show = |piece: &Bytes| watch.iter_mut().for_each(|watch| watch.piece(piece));
    show(&first);
    // Most pages come in one piece, which needs no copy.
    let Some(second) = next_data(&mut body, idle).await? else {
        return Ok(first);
    };
    let room = |held: usize| room(expected, held);
    let mut whole = BytesMut::with_capacity(room(0).max(first.len().saturating_add(second.len())));
    whole.extend_from_slice(&first);
    let mut piece = second;
    loop {
        if whole.len() as u64 + piece.len() as u64 > limit {
            return Err(BodyError::TooLarge);
        }
        show(&piece);
        if whole.capacity().saturating_sub(whole.len()) < piece.len() {
            whole.reserve(room(whole.len()).max(piece.len()));
        }
        whole.extend_from_slice(&piece);
        match next_data(&mut body, idle).await? {
            Some(next) => piece = next,
            None => return Ok(whole.freeze()),
        }
    }
}

/// Reads the beginning of a body, for an error message: at most `most` bytes. If the body breaks
/// off or stalls, keeps what arrived before.
pub(crate) async fn read_start<B>(
    mut body: Pin<&mut B>,
    most: usize,
    idle: Option<(Duration, &dyn Runtime)>,
    start: &mut BytesMut,
) where
    B: Body<Data = Bytes, Error: Into<BoxError>>,
{
    while start.len() < most {
        let Ok(Some(piece)) = next_data(&mut body, idle).await else {
            break;
        };
        start.extend_from_slice(
            piece
                .get(..most.saturating_sub(start.len()))
                .unwrap_or(&piece),
        );
    }
}

/// Returns the number of bytes to reserve for the rest of the body. The length that a header
/// declares is trusted up to a megabyte, and later up to three times the bytes received. So a body
/// of many megabytes is not copied again and again, and a declared length alone takes no memory.
fn room(expected: Option<u64>, held: usize) -> usize {
    let trust = held.saturating_mul(3).max(1 << 20);
    let expected = expected.map_or(0, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
    expected.saturating_sub(held).min(trust)
}

/// Returns the next piece that is not empty. Trailers are skipped.
async fn next_data<B>(
    body: &mut Pin<&mut B>,
    idle: Option<(Duration, &dyn Runtime)>,
) -> Result<Option<Bytes>, BodyError>
where
    B: Body<Data = Bytes, Error: Into<BoxError>>,
{
    loop {
        let frame = within(idle, pin!(body.frame()))
            .await
            .map_err(|_| BodyError::Stalled(idle.map_or(Duration::ZERO, |(limit, _)| limit)))?;
        let Some(frame) = frame else { return Ok(None) };
        let frame = frame.map_err(|error| BodyError::Broken(error.into()))?;
        match frame.into_data() {
            Ok(data) if !data.is_empty() => return Ok(Some(data)),
            _ => {}
        }
    }
}
