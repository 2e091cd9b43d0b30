//! A part of a walk that counts, to be walked by itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::page::cursor::Cursor;
use crate::pager::checkpoint::Checkpoint;
use crate::pager::checkpoint::ResumePoint;
use crate::scheme::mode::Kind;

/// The form that this version writes.
const VERSION: u32 = 1;

/// A part of a list, from one place to another, to be walked by itself: in another task, process or
/// machine.
///
/// [`Paginator::split`](crate::Paginator::split) makes them,
/// [`Paginator::segment`](crate::Paginator::segment) walks one, and
/// [`Items::segment`](crate::Items::segment) is what is left of one that is under way. It
/// serialises with serde (versioned), so that a queue can carry it, and what is no segment does not
/// deserialise. It belongs to one query, as a [`Checkpoint`] does: origin, method, path and
/// everything else of the request that is not paging must be the same.
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

/// Where a segment ends, and how it is known that its beginning is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Bound {
    /// The page number or offset where the next segment begins; `None` for the last one.
    pub(crate) until: Option<u64>,
    /// What the first page of the list looks like: no other page is the same. A hash that another
    /// version makes differently finds nothing.
    pub(crate) first_page_fingerprint: Option<u64>,
}

impl Segment {
    pub(crate) fn new(checkpoint: Checkpoint, bound: Bound) -> Self {
        Self { checkpoint, bound }
    }

    /// The same, where the list was found to end: nothing is left of it.
    pub(crate) fn closed(mut self) -> Self {
        self.bound.until = Some(self.checkpoint.position.counter);
        self
    }

    pub(crate) fn into_parts(self) -> (Checkpoint, Bound) {
        (self.checkpoint, self.bound)
    }

    /// The page number or offset where it begins; of one that is under way, where it goes on.
    pub fn start(&self) -> u64 {
        self.checkpoint.position.counter
    }

    /// The page number or offset where the next one begins. `None` for the last one, which is open:
    /// it ends where the list does. Of one whose walk has met the end of the list, the place where
    /// it did.
    pub fn end(&self) -> Option<u64> {
        self.bound.until
    }

    /// Whether nothing is left of it: walking it sends nothing.
    pub fn is_done(&self) -> bool {
        self.checkpoint.is_over()
            || self
                .bound
                .until
                .is_some_and(|until| self.checkpoint.position.counter >= until)
    }

    /// Where it begins, for a walk that is to go on past its end.
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

/// What is written.
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
                "a segment of version {version}, and this library reads version {VERSION}"
            ));
        }
        if !matches!(from.mode, Kind::Page | Kind::Offset) {
            return Err("a segment of a walk that does not count".to_owned());
        }
        let begins = from.position.counter;
        match &from.place {
            ResumePoint::Over(_) => {}
            ResumePoint::Request(cursor) if matches!(cursor.as_ref(), Cursor::Count(count) if *count == begins) =>
                {}
            ResumePoint::Request(_) => {
                return Err("a segment whose beginning is said twice, and differently".to_owned());
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
