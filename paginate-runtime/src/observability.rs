//! What a walk says of itself: progress, a hook for each page, and `tracing`. Documentation only.
//!
//! | to | take |
//! |---|---|
//! | show how far it is | [`Items::progress`](crate::Items::progress), [`Pages::progress`](crate::Pages::progress): numbers, when you ask |
//! | know what speaks against the declaration | [`Items::warnings`](crate::Items::warnings), and [`report`](crate::report) for what they mean |
//! | hear of each page | [`Paginator::on_page`](crate::Paginator::on_page): a [`PageReport`](crate::report::PageReport), when the consumer comes to the page |
//! | see it in logs, traces and metrics | the feature `tracing`: spans and events, when they happen |
//!
//! `size_hint` of the streams is exact where that is possible: at least what is buffered, and at
//! most what a limit of the caller leaves, or nothing after the end. An error counts as one. Totals
//! that an API promises bound nothing, because they change.
//!
//! # The feature `tracing`
//!
//! Off by default, and without it nothing of what follows is compiled. With it, and where nobody
//! subscribes, a walk costs a few loads more a page; items cost nothing. Every name below stays as
//! it is in all versions that are compatible. The target of all is `paginate_runtime`:
//! `RUST_LOG=paginate_runtime=debug` shows everything. A field that has nothing to say is absent.
//!
//! ## Spans
//!
//! | span | level | lives | fields |
//! |---|---|---|---|
//! | `paginate_walk` | INFO | from the first poll to the end, or until it is dropped; in the span that is current at the first poll | `response`, `method`, `url`; at the end `end_reason`, `error`, `pages`, `items`, `total`, `requests`, `bytes` |
//! | `paginate_page` | DEBUG | from asking for the page until the walk has taken it; in the walk's span | `index`, `size`; when it has come `status`, `bytes`, `attempts`, `waited_ms`, `items`, `truncated`, `discarded`, `error` |
//!
//! Pages that are under way at the same time ([`prefetch`](crate::Paginator::prefetch),
//! [`concurrency`](crate::Paginator::concurrency), [`early`](crate::Paginator::early)) have spans
//! at the same time, all in the walk's, on whatever thread they are. What an HTTP client, an
//! [`authorize`](crate::Paginator::authorize) hook or a decoder says while a page is fetched, is in
//! the span of that page.
//!
//! | field | meaning |
//! |---|---|
//! | `response` | the Rust type of the response |
//! | `method`, `url` | of the first request; the URL as in errors: without user name, password, query and fragment |
//! | `end_reason` | an [`EndReason`](crate::EndReason), or `Error`, or `Dropped` where the consumer wanted no more |
//! | `error` | an [`ErrorKind`](crate::ErrorKind) |
//! | `pages`, `items`, `total`, `requests`, `bytes` (walk) | as in [`Progress`](crate::Progress), where `items` is `received` |
//! | `index`, `size`, `status`, `items`, `bytes`, `attempts` | as in [`PageReport`](crate::report::PageReport); a `size` that had to be made smaller is recorded again |
//! | `waited_ms` | milliseconds of waiting before retries and for rate limits |
//! | `truncated` | lists inside items that may have been cut |
//! | `discarded` | `true` if the response of a speculative request was discarded |
//!
//! ## Events
//!
//! | message | level | in the span of | fields |
//! |---|---|---|---|
//! | `page received` | DEBUG | the page | |
//! | `walk ended` | DEBUG | the walk | |
//! | `retrying` | WARN | the page | `page`; `attempt`: the one that failed, from 1; `kind`: an [`ErrorKind`](crate::ErrorKind); `status`; `wait_ms` |
//! | `not retried: no timer is available` | WARN | the page | `page` |
//! | `waiting for the rate limit` | INFO | each page that waits | `wait_ms` |
//! | `credentials renewed` | INFO | the page | |
//! | `the response contradicts the declaration` | WARN | the page, once for each kind | `page`; `kind`: a [`WarningKind`](crate::report::warning::WarningKind); `found`: what was found and what to declare |
//! | `lists inside items are as long as the page size, so they may be incomplete` | WARN | the page | `lists` |
//! | `the response of a speculative request was discarded` | DEBUG | the page | `page` |
//! | `a continuation could not be read before its page was complete` | DEBUG | the page | |
//! | `continuations that were read early differed from those of their pages: early reading is now off` | WARN | the walk | |
//! | `the API gives no total, so .concurrency sends one request at a time` | WARN | the walk, once | |
//!
//! ## Secrets
//!
//! No field and no message holds a token, a query, the value of a header, or anything of a body but
//! the names of members that `found` mentions. Of URLs there is the first request's, to the end of
//! its path: an API that puts credentials *into the path* should not be walked with the span at a
//! level that is kept. HTTP clients have events of their own, which can show whole URLs: filter
//! their targets.
