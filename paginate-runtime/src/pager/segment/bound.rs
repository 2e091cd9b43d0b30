//! [`Segment`]: a part of a walk that counts, to be walked by itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::page::cursor::Cursor;
use crate::pager::checkpoint::Checkpoint;
use crate::pager::checkpoint::ResumePoint;
use crate::scheme::mode::Kind;

/// The version of the format that is written.
const VERSION: u32 = 1;

/// A part of a list, from one position to another, to be walked by itself: in another task, process
/// or machine.
///
/// [`Paginator::split`](crate::Paginator::split) makes segments,
/// [`Paginator::segment`](crate::Paginator::segment) walks one, and
/// [`Items::segment`](crate::Items::segment) returns the rest of the one that is being walked. A
/// segment serialises with serde (versioned), so that a queue can carry it; text that is not a
/// segment does not deserialise. It belongs to one query, as a [`Checkpoint`] does: origin, method,
/// path and everything else of the request that is not paging must be the same.
///
/// It holds numbers and hashes: no URL, no token, no credential.
///
/// ```
/// use paginate_runtime::segment::Segment;
///
/// let job = r#"{"version":1,"from":{"version":1,"query":7,"mode":"page","place":{"count":5},"pages":4,"counter":5,"began":1,"size":100},"until":9}"#;
/// let segment: Segment = serde_json::from_str(job)?;
/// assert_eq!((segment.start(), segment.end(), segment.is_done()), (5, Some(9), false));
///
/// let error = serde_json::from_str::<Segment>(&job.replace(r#""until":9"#, r#""until":4"#)).unwrap_err();
/// assert!(error.to_string().starts_with("a segment that ends at 4, before it begins at 5"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Saved", into = "Saved")]
pub struct Segment {
    checkpoint: Checkpoint,
    bound: Bound,
}

/// The end of a segment, and the fingerprint that tells whether its beginning is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Bound {
    /// The page number or offset where the next segment begins; `None` for the last one.
    pub(crate) until: Option<u64>,
    /// The fingerprint of the list's first page, which no other page has. A fingerprint from a
    /// version that hashes differently never matches.
    pub(crate) first_page_fingerprint: Option<u64>,
}

impl Segment {
    pub(crate) fn new(checkpoint: Checkpoint, bound: Bound) -> Self {
        Self { checkpoint, bound }
    }

    /// Returns the same segment with nothing left, because the list was found to end.
    pub(crate) fn closed(mut self) -> Self {
        self.bound.until = Some(self.checkpoint.position.counter);
        self
    }

    pub(crate) fn into_parts(self) -> (Checkpoint, Bound) {
        (self.checkpoint, self.bound)
    }

    /// Returns the page number or offset at which it begins or, while it is being walked, at which
    /// it goes on.
    pub fn start(&self) -> u64 {
        self.checkpoint.position.counter
    }

    /// Returns the page number or offset at which the next segment begins. `None` for the last one,
    /// which ends where the list ends. If a walk of the segment met the end of the list, returns
    /// the position of that end.
    pub fn end(&self) -> Option<u64> {
        self.bound.until
    }

    /// Returns whether nothing is left of it. Walking it then sends nothing.
    pub fn is_done(&self) -> bool {
        self.checkpoint.is_over()
            || self
                .bound
                .until
                .is_some_and(|until| self.checkpoint.position.counter >= until)
    }

    /// Returns the checkpoint at its beginning, for a walk that is to go on past its end.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segment")
            .field("start", &self.start())
            .field("skip", &self.checkpoint.skip)
            .field("end", &self.end())
            .finish_non_exhaustive()
    }
}

/// The written form.
#[derive(Clone, Serialize, Deserialize)]
struct Saved {
    version: u32,
    from: Checkpoint,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_page_fingerprint: Option<u64>,
}

impl From<Segment> for Saved {
    fn from(segment: Segment) -> Self {
        Self {
            version: VERSION,
            from: segment.checkpoint,
            until: segment.bound.until,
            first_page_fingerprint: segment.bound.first_page_fingerprint,
        }
    }
}

impl TryFrom<Saved> for Segment {
    type Error = String;

    fn try_from(saved: Saved) -> Result<Self, String> {
        let Saved {
            version,
            from,
            until,
            first_page_fingerprint,
        } = saved;
        if version != VERSION {
            return Err(format!(
                "a segment of version {version}, but this library reads version {VERSION}"
            ));
        }
        if !matches!(from.mode, Kind::Page | Kind::Offset) {
            return Err("a segment of a walk without page numbers or offsets".to_owned());
        }
        let begins = from.position.counter;
        match &from.place {
            ResumePoint::Over(_) => {}
            ResumePoint::Request(cursor) if matches!(cursor.as_ref(), Cursor::Count(count) if *count == begins) =>
                {}
            ResumePoint::Request(_) => {
                return Err("a segment with two different numbers for its position".to_owned());
            }
        }
        if let Some(until) = until.filter(|&until| until < begins) {
            return Err(format!(
                "a segment that ends at {until}, before it begins at {begins}"
            ));
        }
        Ok(Self::new(
            from,
            Bound {
                until,
                first_page_fingerprint,
            },
        ))
    }
}
