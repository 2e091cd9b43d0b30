//! The texts of errors: the page, what was expected, what arrived, and what to do.

mod bodies;
mod inside_200;
mod masked;
mod past_the_end;
mod renamed_lists;
mod statuses;
mod truncated_lists;

use paginate_runtime::{ErrorKind, Paginated, RetryPolicy, transport::TransportErrorKind};
use paginate_tests::Script;
use serde::Deserialize;

use super::*;

/// Returns the error of a second page, after the items of the first.
async fn second_page(reply: Reply) -> Error {
    let script = Script::new([tokens(&[1, 2], "s3cr3t-token"), reply]);
    let (users, error) = failed(
        Tokens::paginate(script.get("/v2/users?key=s3cr3t-key"))
            .retry(RetryPolicy::none())
            .items(),
    )
    .await;
    assert_eq!(
        (users, error.page()),
        (vec![1, 2], 2),
        "what came before is delivered"
    );
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("s3cr3t"), "{shown}");
    assert!(shown.len() < 2_500, "an error is bounded: {}", shown.len());
    error
}
