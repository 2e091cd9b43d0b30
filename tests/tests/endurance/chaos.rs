//! Runs the binary `chaos` in a small version; its full run has at least 20 000 walks.

use paginate_tests::chaos::Chaos;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_duplicated_or_hung() {
    let tally = Chaos::new(400, 20_260_101).run().await;
    println!("{tally}");
    assert!(tally.is_clean(), "{tally}\n{:#?}", tally.wrong);
    assert_eq!(tally.walks, 400);
    // The run is valid only if most of the faults really happened.
    assert!(
        tally.faults > 1_000 && tally.by_fault.len() >= 20,
        "{:?}",
        tally.by_fault
    );
    assert!(tally.resumes > 400, "{}", tally.resumes);
}
