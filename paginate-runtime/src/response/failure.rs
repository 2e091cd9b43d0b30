//! Why an attempt brought no page, and whether another one may.

use std::error::Error as StdError;
use std::time::Duration;

use crate::error::{BoxError, Error, ErrorKind};
use crate::redact::Redaction;
use crate::response::body::BodyError;
use crate::transport::any::TransportErrorKind;
use crate::transport::any::causes;

/// Why an attempt brought no page.
pub(crate) struct Failure {
    pub(crate) error: Error,
    /// `None` if another attempt cannot bring one.
    pub(crate) retry: Option<Retry>,
}

/// What is known about trying again.
#[derive(Debug, Default)]
pub(crate) struct Retry {
    /// What the API asked for.
    pub(crate) after: Option<Duration>,
    /// It concerns every request of the walk.
    pub(crate) whole_walk: bool,
    /// A smaller page may do.
    pub(crate) too_large: bool,
    /// Nothing reached the API: safe to retry with any method.
    pub(crate) unsent: bool,
}

impl Retry {
    /// It took too long: a smaller page may not.
    fn smaller() -> Self {
        Self {
            too_large: true,
            ..Self::default()
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, retry: None }
    }
}

impl Failure {
    /// The transport brought no response.
    pub(crate) fn of_transport(
        fault: TransportErrorKind,
        source: impl Into<BoxError>,
        redaction: &Redaction,
    ) -> Self {
        let source = source.into();
        let (kind, message) = match fault {
            TransportErrorKind::Timeout => {
                (ErrorKind::Timeout, "the request took too long".to_owned())
            }
            _ => (
                ErrorKind::Transport,
                format!("the request failed: {}", cause(&*source, redaction)),
            ),
        };
        let retry = match fault {
            TransportErrorKind::Other => None,
            TransportErrorKind::Timeout => Some(Retry::smaller()),
            fault => Some(Retry {
                unsent: fault == TransportErrorKind::Connect,
                ..Retry::default()
            }),
        };
        Self {
            error: Error::new(kind, message).with_source(source),
            retry,
        }
    }

    /// The response took longer than the caller allows.
    pub(crate) fn of_time(limit: Duration) -> Self {
        Self {
            error: Error::new(
                ErrorKind::Timeout,
                format!("the request took longer than {limit:?}"),
            ),
            retry: Some(Retry::smaller()),
        }
    }

    /// The body of a page did not arrive.
    pub(crate) fn of_body(error: BodyError, most: u64, redaction: &Redaction) -> Self {
        let (error, retry) = match error {
            BodyError::TooLarge => {
                let error = Error::new(
                    ErrorKind::BodyTooLarge,
                    format!("the body is larger than {most} bytes"),
                )
                .hint("raise the limit with `.max_body(bytes)`, or ask for smaller pages");
                (error, None)
            }
            BodyError::Broken(source)
                if TransportErrorKind::of(&*source) == Some(TransportErrorKind::Timeout) =>
            {
                (
                    Error::new(ErrorKind::Timeout, "the body took too long").with_source(source),
                    Some(Retry::smaller()),
                )
            }
            BodyError::Broken(source) => (
                Error::new(
                    ErrorKind::Transport,
                    format!("the body broke off: {}", cause(&*source, redaction)),
                )
                .with_source(source),
                Some(Retry::default()),
            ),
            BodyError::Stalled(limit) => (
                Error::new(
                    ErrorKind::Timeout,
                    format!("the body stood still for {limit:?}"),
                ),
                Some(Retry::smaller()),
            ),
        };
        Self { error, retry }
    }

    /// The answer is not there yet. `after` is how long the API asks to wait.
    pub(crate) fn not_ready(after: Option<Duration>, replayable: bool) -> Self {
        let hint = if replayable {
            "allow more attempts or longer waits with `.retry(..)`, or resume later from the error's checkpoint"
        } else {
            "if asking again changes nothing, say so with `.idempotent()`, and the walk waits for it; or resume later from the error's checkpoint"
        };
        let error = Error::new(
            ErrorKind::NotReady,
            "the API says that the answer is not ready yet",
        )
        .hint(hint);
        let retry = replayable.then(|| Retry {
            after,
            ..Retry::default()
        });
        Self {
            error: error.with_retry_after(after),
            retry,
        }
    }

    /// Another attempt is right only if the request may be repeated, or never arrived.
    pub(crate) fn only_if(mut self, replayable: bool) -> Self {
        self.retry = self.retry.filter(|retry| replayable || retry.unsent);
        self
    }

    /// The same, its error with what is known of the request.
    pub(crate) fn with(self, describe: impl FnOnce(Error) -> Error) -> Self {
        Self {
            error: describe(self.error),
            ..self
        }
    }
}

/// What is at the bottom of an error: that a connection was refused, or a name not found. What
/// wraps it says mostly that something failed.
fn cause(error: &(dyn StdError + 'static), redaction: &Redaction) -> String {
    // An error could be its own source.
    let last = causes(error).take(32).last().unwrap_or(error);
    redaction.message(&last.to_string())
}
