//! Decides what a status means.

use std::time::Duration;

use http::StatusCode;

use crate::error::{Error, ErrorKind};
use crate::page::cursor::Cursor;
use crate::pager::action::PageRequest;
use crate::response::failure::{Failure, Retry};
use crate::scheme::scheme::Scheme;

/// The meaning of a response's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The response is a page.
    Page,
    /// The response ends the walk without a page.
    End,
    /// The response is not a page.
    Refusal,
}

impl Verdict {
    /// Decides what a status means. The first page is never "past the end": there, the status means
    /// that something is wrong. A part of a page (206) is not a page.
    pub(crate) fn of(status: StatusCode, scheme: &Scheme, ask: &PageRequest) -> Self {
        let declared = scheme.end_on.statuses.contains(&status.as_u16()) && ask.page > 1;
        // A refusal because of credentials, or for a limited time, does not say that the page does
        // not exist.
        let no_such_page = status.is_client_error()
            && !may_pass(status)
            && !matches!(status.as_u16(), 401 | 403 | 407);
        let past_the_end = declared || (ask.probe && no_such_page);
        match status {
            StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT => Self::End,
            _ if past_the_end => Self::End,
            StatusCode::PARTIAL_CONTENT => Self::Refusal,
            status if status.is_success() => Self::Page,
            _ => Self::Refusal,
        }
    }
}

/// Returns the failure of a refused request, and whether a retry makes sense. `after` is how long
/// the API asks to wait.
pub(crate) fn refusal(status: StatusCode, ask: &PageRequest, after: Option<Duration>) -> Failure {
    let continued = !matches!(*ask.cursor, Cursor::First | Cursor::Count(_));
    // An overloaded server also limits the rate, if it says for how long.
    let limits_rate = match status {
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::SERVICE_UNAVAILABLE => after.is_some(),
        _ => false,
    };
    let error = match status {
        StatusCode::GONE if continued => {
            Error::new(ErrorKind::Expired, "the continuation has expired")
                .hint("walk faster, ask for larger pages, or start again")
        }
        StatusCode::BAD_REQUEST if continued => Error::new(
            ErrorKind::ContinuationRejected,
            "the API refused the continuation",
        )
        .hint(match ask.page {
            ..=2 => "check that the declaration reads the continuation from the right member, and sends it in the right parameter",
            _ => "it may have expired, or the API wants other parameters on later pages",
        }),
        StatusCode::UNAUTHORIZED => {
            Error::new(ErrorKind::Unauthorized, "the API refused the credentials")
                .hint("credentials that expire during a walk can be renewed with `.authorize(..)`")
        }
        _ if limits_rate => rate_limited(after),
        _ => {
            let error = Error::new(
                ErrorKind::Status,
                "the API answered with a status that is not a page",
            );
            // The statuses that APIs send past the last page.
            let past_the_end = matches!(*ask.cursor, Cursor::Count(_))
                && ask.page > 1
                && matches!(status.as_u16(), 400 | 404 | 410 | 416 | 422);
            match past_the_end {
                true => error.hint(format!(
                    "if this API sends this status after its last page, declare `end_on = [{}]`",
                    status.as_u16()
                )),
                false => error,
            }
        }
    };
    let retry = may_pass(status).then(|| Retry {
        after,
        // The status concerns all requests to the API, not only this page.
        whole_walk: matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
        ),
        too_large: matches!(status.as_u16(), 502..=504),
        unsent: false,
    });
    Failure {
        error: error.with_status(status).with_retry_after(after),
        retry,
    }
}

/// Returns whether a status can be temporary.
fn may_pass(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

fn rate_limited(after: Option<Duration>) -> Error {
    let message = match after {
        Some(wait) => format!(
            "the API limits the rate of requests and asks to wait {} s",
            wait.as_secs()
        ),
        None => "the API limits the rate of requests".to_owned(),
    };
    Error::new(ErrorKind::RateLimited, message)
        .hint("resume later from the error's checkpoint, or allow a longer wait with `.retry(..)`")
}
