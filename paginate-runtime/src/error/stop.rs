//! Turns the reason why a walk stopped into an error.
use crate::error::{Error, ErrorKind, advice};
use crate::pager::repeated::Repeated;
use crate::pager::stop::StopReason;
use crate::redact::Redaction;
use crate::scheme::scheme::Scheme;

impl Error {
    /// Returns the error for a walk that stopped, with advice for the declared mode. Text from the
    /// API is shown as `redaction` allows.
    pub(crate) fn from_stop(stop: &StopReason, scheme: &Scheme, redaction: &Redaction) -> Self {
        match stop {
            StopReason::Loop => Self::new(
                ErrorKind::Loop,
                "the continuation of this page was used before, so the walk would never end",
            )
            .hint(advice::REPEATS),
            StopReason::RepeatedPage => Self::new(
                ErrorKind::RepeatedPage,
                "this page is the same as the one before: the API does not move on",
            )
            .hint(advice::of_stuck(scheme)),
            StopReason::Cycle { distance, pages } => Self::of_cycle(*distance, *pages, scheme),
            StopReason::MissingContinuation => Self::new(
                ErrorKind::MissingContinuation,
                "the API says that there are more pages, but this page has no continuation",
            ),
            StopReason::EmptyPages { budget } => Self::new(ErrorKind::EmptyPages, format!("more than {budget} empty pages in a row"))
                .hint("if this API does send that many, raise the limit with `.max_empty_pages(n)`"),
            StopReason::Malformed(why) => Self::new(ErrorKind::Link, format!("the response cannot be read as declared: {why}")),
            StopReason::Refused(why) => Self::of_refused_link(why, redaction),
            StopReason::Method { named, posts } => Self::of_method(named, *posts),
            StopReason::Api(message) if message.is_empty() => Self::new(ErrorKind::Api, "the API reports a failure: the declared `ok` is false, absent or 0")
                .hint("if this value means success, give a function: `ok = Self::succeeded`, `fn(&self, headers: &HeaderMap) -> bool`"),
            StopReason::Api(message) if ["ok", "success", "0"].iter().any(|word| message.eq_ignore_ascii_case(word)) => {
                Self::new(ErrorKind::Api, format!("the API reports: {message}")).hint(
                    "`error` is for a member that is empty on success. For one that always says something, declare `ok` with a function instead: \
                     `ok = Self::succeeded`, `fn(&self, headers: &HeaderMap) -> bool`",
                )
            }
            StopReason::Api(message) => Self::new(ErrorKind::Api, format!("the API reports: {}", redaction.message(message))),
            StopReason::UnclearOk => Self::new(
                ErrorKind::Declaration,
                "the flag declared as `ok` has a value that is neither true nor false",
            )
            .hint(
                "a flag is a boolean, one of the texts `true`, `false`, `1` and `0`, or the number 0 or 1. For other words or numbers (`success`, 200) use a function: \
                 `ok = path::to::function`, `fn(&Self, &HeaderMap) -> bool`",
            ),
            StopReason::SegmentMisaligned => Self::new(
                ErrorKind::Split,
                "this page goes past the end of the segment and has null elements, so the walk cannot tell which items belong to the segment",
            )
            .hint("the API returned more items than the page size: split and walk with a `.page_size(n)` that the API keeps, or walk the list without segments"),
            StopReason::Undeclared { member, report } => Self::new(
                ErrorKind::Api,
                format!("the page has no items, and the API reports `{member}`: {}", redaction.message(report)),
            )
            .hint(advice::of_undeclared(member)),
            StopReason::Declaration(why) => Self::new(ErrorKind::Declaration, why.as_ref()),
            StopReason::Overlap { by_one } => Self::of_overlap(*by_one, scheme),
            StopReason::Truncated { field, size } => Self::of_truncated(field, *size),
        }
    }

    /// Returns the error for pages that come again: `pages` pages in a row are each the same as the
    /// one `distance` pages before.
    fn of_cycle(distance: u64, pages: u64, scheme: &Scheme) -> Self {
        match distance {
            1 => Self::new(
                ErrorKind::RepeatedPage,
                format!(
                    "{} pages in a row are equal, although each has a new continuation: the API ignores the continuation",
                    pages.saturating_add(1)
                ),
            )
            .hint(advice::of_stuck(scheme)),
            distance => Self::new(
                ErrorKind::RepeatedPage,
                format!("this page is the same as the one {distance} pages before it: the API repeats the same {distance} pages"),
            )
            .hint(advice::of_stuck(scheme)),
        }
    }

    /// Returns the error for a link that must not be followed.
    fn of_refused_link(why: &str, redaction: &Redaction) -> Self {
        if redaction.is_in_origin(why) {
            return Self::new(
                ErrorKind::Link,
                "the link to the next page was not followed: it leads to another origin, whose name holds a credential or a token that was sent",
            );
        }
        Self::new(ErrorKind::Link, format!("the link to the next page was not followed: {why}"))
            .hint("if the link is right, allow its origin with `.allow_origin(..)`; if a proxy writes internal hosts into links, call `.rebase_links()`")
    }

    /// Returns the error for a link with a method that the walk does not use.
    fn of_method(named: &str, posts: bool) -> Self {
        Self::new(
            ErrorKind::Link,
            format!(
                "the link to the next page was not followed: its method is {named}, but this walk sends only {}",
                if posts { "GET and POST" } else { "GET" }
            ),
        )
        .hint("POST links are followed if the first request is a POST, or with `.post_links()`")
    }

    /// Returns the error for a page that begins with an item of the page before it.
    fn of_overlap(by_one: bool, scheme: &Scheme) -> Self {
        match by_one {
            true => Self::new(
                ErrorKind::Overlap,
                "this page begins with the second item of the page before it: the parameter counts items, not pages",
            )
            .hint(advice::of_overlap(scheme, true)),
            false => Self::new(
                ErrorKind::Overlap,
                "this page begins with the last item of the page before it: going on would deliver items twice",
            )
            .hint(advice::of_overlap(scheme, false)),
        }
    }

    /// Returns the error for lists inside items that may have been cut.
    fn of_truncated(field: &str, size: Option<u64>) -> Self {
        match size {
            None => Self::new(
                ErrorKind::Truncated,
                format!("the list `{field}` inside an item is incomplete: its own flag says that there are more entries"),
            )
            .hint("request the rest of that list separately, or leave `.deny_truncated()` out to only count such lists"),
            Some(size) => Self::new(
                ErrorKind::Truncated,
                format!("the list `{field}` inside an item has exactly {size} entries, which is the page size, so it may be incomplete"),
            )
            .hint("request that list separately, ask for larger pages, or leave `.deny_truncated()` out to only count such lists"),
        }
    }

    /// Returns the error for a page that names a continuation that was used before. `repeated` is
    /// set if the page itself was requested with it.
    pub(crate) fn of_loop(scheme: &Scheme, repeated: Option<Repeated>) -> Self {
        let (Some(location), Some(repeated)) = (scheme.source.location(), repeated) else {
            return Self::from_stop(&StopReason::Loop, scheme, &Redaction::default());
        };
        let message = format!(
            "this page was requested with a continuation in {}, and the API returned the same one",
            location.shown()
        );
        Self::new(ErrorKind::Loop, message).hint(advice::of_loop(scheme, location, repeated))
    }
}
