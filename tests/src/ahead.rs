//! Runs the same tests again, with requests ahead of the walk.
//!
//! A test binary runs itself again with the environment variable `PAGINATE_AHEAD` set ([`again`]).
//! All its walks go through [`ahead`].

use std::process::Command;

use paginate_runtime::__private::run_ahead;
use paginate_runtime::{Paginated, Paginator};

/// The variable that sets how walks run ahead: `prefetch`, `concurrency` or `early`.
const VARIABLE: &str = "PAGINATE_AHEAD";

/// How walks run ahead in this run of the tests; `None` in the first run.
pub fn variant() -> Option<String> {
    std::env::var(VARIABLE).ok()
}

/// The walk, with the option of this run of the tests. Every mode and scheme accepts every variant;
/// if a request cannot be known in advance, it is not sent ahead.
pub fn ahead<P, S>(paginator: Paginator<P, S>) -> Paginator<P, S>
where
    P: Paginated<Item: Send> + Send + 'static,
{
    match variant().as_deref() {
        None => paginator,
        Some("prefetch") => run_ahead(paginator, Some(3), 0, false),
        Some("concurrency") => run_ahead(paginator, None, 4, false),
        Some("early") => run_ahead(paginator, Some(3), 0, true),
        Some(other) => panic!("{VARIABLE} is prefetch, concurrency or early, and not {other}"),
    }
}

/// Runs the tests of this binary whose names contain `tests` again with `variant`, except those in
/// `skip`.
pub fn again(variant: &str, tests: &str, skip: &[&str]) {
    if self::variant().is_some() {
        return;
    }
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command
        .env(VARIABLE, variant)
        .args([tests, "--test-threads", "4"]);
    for name in skip {
        command.args(["--skip", name]);
    }
    let output = command.output().expect("the tests run again");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "with {variant}:\n{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
