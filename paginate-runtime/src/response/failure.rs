//! [`Failure`]: why an attempt returned no page, and whether another attempt makes sense.

use std::error::Error as StdError;
use std::time::Duration;

use crate::error::{BoxError, Error, ErrorKind};
use crate::redact::Redaction;
use crate::response::body::BodyError;
use crate::transport::any::TransportErrorKind;
use crate::transport::any::causes;

/// The reason why an attempt returned no page.
pub(crate) struct Failure {
    pub(crate) error: Error,
    /// How to try again; `None` if another attempt cannot succeed.
    pub(crate) retry: Option<Retry>,
}

/// The conditions of another attempt.
#[derive(Debug, Default)]
pub(crate) struct Retry {
    /// How long the API asks to wait.
    pub(crate) after: Option<Duration>,
    /// Whether the wait applies to every request of the walk.
    pub(crate) whole_walk: bool,
    /// Whether a smaller page may succeed.
    pub(crate) too_large: bool,
    /// Whether nothing reached the API: then a retry is safe with any method.
    pub(crate) unsent: bool,
}

impl Retry {
    /// Creates the conditions after a timeout: a smaller page may succeed.
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
    /// Creates the failure of a transport that returned no response.
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

    /// Creates the failure of a response that took longer than the caller allows.
    pub(crate) fn of_time(limit: Duration) -> Self {
        Self {
            error: Error::new(
                ErrorKind::Timeout,
                format!("the request took longer than {limit:?}"),
            ),
            retry: Some(Retry::smaller()),
        }
    }

    /// Creates the failure of a page whose body did not arrive completely.
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
                Error::new(ErrorKind::Timeout, format!("no data arrived for {limit:?}")),
                Some(Retry::smaller()),
            ),
        };
        Self { error, retry }
    }

    /// Creates the failure of a response that is not ready. `after` is how long the API asks to
    /// wait.
    pub(crate) fn not_ready(after: Option<Duration>, replayable: bool) -> Self {
        let hint = if replayable {
            "allow more attempts or longer waits with `.retry(..)`, or resume later from the error's checkpoint"
        } else {
            "if this request can be repeated safely, call `.idempotent()`: then the walk retries it until the answer is ready; or resume later from the error's checkpoint"
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

    /// Allows another attempt only if the request may be repeated, or never arrived.
    pub(crate) fn only_if(mut self, replayable: bool) -> Self {
        self.retry = self.retry.filter(|retry| replayable || retry.unsent);
        self
    }

    /// Returns the same failure, with an error that describes the request.
    pub(crate) fn with(self, describe: impl FnOnce(Error) -> Error) -> Self {
        Self {
            error: describe(self.error),
            ..self
        }
    }
}

/// Returns the innermost cause of an error, such as a refused connection or an unknown host name.
/// The errors around it usually say only that something failed.
fn cause(error: &(dyn StdError + 'static), redaction: &Redaction) -> String {
    // An error could be its own source.
    let last = causes(error).take(32).last().unwrap_or(error);
    redaction.message(&last.to_string())
}
