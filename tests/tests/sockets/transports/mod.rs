//! Runs the same scenarios with every transport, over real sockets: one file for each transport,
//! one list of scenarios for all.
//!
//! Each scenario asserts the exact requests, items and end. Each client declares how it differs:
//! [`Redirects`](client::Redirects).

mod blocking;
mod client;
mod closure;
mod pacing;
mod reqwest;
mod reqwest_blocking;
mod reqwest_middleware;
mod scenarios;
mod tower;
mod ureq;

use std::time::Duration;

/// Makes each scenario a test of this client.
macro_rules! suite {
    ($client:expr) => {
        crate::transports::suite!(@ $client,
            walks_by_token, walks_by_link_in_the_body, walks_by_link_header, walks_by_page, walks_by_offset, walks_by_last_item,
            filters_and_headers_stay, bytes_in_headers_arrive, nothing_is_compressed_unasked, json_bodies_are_posted, forms_are_posted,
            an_empty_post_is_sent_as_one,
            statuses_are_judged, a_page_without_content_ends, an_empty_body_is_no_page, a_rate_limit_is_waited_for,
            a_refused_connection_is_tried_again, a_connection_that_breaks_is_tried_again, a_body_that_breaks_is_tried_again,
            a_post_is_not_sent_twice, a_body_that_is_too_large_is_not_read, a_redirect_elsewhere_is_refused, a_redirect_within_the_origin,
            a_post_that_is_redirected_to_its_own_url, a_password_in_the_first_url,
            silence_times_out, a_body_that_stalls_times_out, credentials_are_renewed, a_walk_goes_on_where_it_stopped, errors_keep_secrets
        );
    };
    (@ $client:expr, $($scenario:ident),*) => {
        $(
            #[tokio::test]
            async fn $scenario() {
                crate::transports::bounded(crate::transports::scenarios::$scenario(&$client)).await;
            }
        )*
    };
}
pub(crate) use suite;

/// Runs a test with a time limit, so that a lost timeout fails and does not hang.
async fn bounded<T>(test: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(120), test)
        .await
        .expect("the walk does not end")
}
