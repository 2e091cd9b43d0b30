//! Runs the binary `load` in a small version, for exactness only; the rates need a quiet machine.

use paginate_tests::load::{Load, PAGES, Walker};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_walks_at_once_are_each_exact() {
    let load = Load::start().await;
    for walker in [Walker::Derived, Walker::ByHand] {
        let round = load.round(200, walker).await;
        assert_eq!(
            (round.exact, round.requests),
            (200, 200 * PAGES),
            "{walker:?}"
        );
    }
}
