//! Tests the whole example: processes, a queue, a kill, and each record once.
#![allow(
    clippy::expect_used,
    reason = "test code: what must not happen ends the test"
)]

use std::process::Command;

#[test]
fn a_killed_worker_s_segment_is_finished_by_another_one() {
    let output = Command::new(env!("CARGO_BIN_EXE_segments"))
        .output()
        .expect("the example runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines: Vec<&str> = text.lines().collect();
    let [split, killed, finished, all] = lines.as_slice() else {
        unreachable!("four lines, and not {text}")
    };
    assert_eq!(*split, "10007 records in 8 segments");
    // Five pages of a hundred records, in batches of thirty: the last batch ends in the middle of a
    // page.
    assert!(
        killed.ends_with(": 480 records of it are stored"),
        "{killed}"
    );
    assert!(finished.contains(": 480 by worker-1, "), "{finished}");
    assert_eq!(*all, "10007 records, each exactly once");
}
