//! Kills the example `resume` (SIGKILL) at random moments, and checks that every record is in its
//! database exactly once.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use fastrand::Rng;
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

const KILLS: u32 = 100;
const RECORDS: usize = 3_000;
/// A limit far above the number of runs that are needed: each run that is not killed completes a
/// database.
const MAX_RUNS: u32 = 400;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_a_hundred_times_every_record_is_there_once() {
    let (seen, requests) = channel();
    let api = Api::numbered(RECORDS)
        .size("limit", 100, 100)
        .by_token("cursor");
    let server = Server::start(move |request| {
        let _ = seen.send(());
        api.read(request).map(|slice| {
            // The test server's records, in the example's shape.
            let records: Vec<_> = (slice.start..slice.end)
                .map(|id| json!({ "id": id, "name": format!("Record {id}") }))
                .collect();
            Reply::json(json!({ "next": slice.next, "records": records }))
        })
    });
    let url = server.url("/records");
    let report = tokio::task::spawn_blocking(move || kill_and_count(&url, &requests))
        .await
        .expect("no panic");
    println!("{report}");
}

fn kill_and_count(url: &str, requests: &Receiver<()>) -> String {
    let directory =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("crash-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory");
    let mut rng = Rng::with_seed(4);
    let (mut kills, mut runs, mut databases, mut before_any, mut within) = (0, 0, 0, 0, 0);
    while kills < KILLS {
        databases += 1;
        let database = directory.join(format!("{databases}.db"));
        loop {
            runs += 1;
            assert!(runs < MAX_RUNS, "the walk makes no progress");
            while requests.try_recv().is_ok() {}
            let mut child = walker(&database, url);
            // The process is killed shortly after it has sent that many requests, so that in most
            // runs some pages are written first.
            let killed = kill_after(
                &mut child,
                requests,
                rng.u32(1..=4),
                Duration::from_micros(rng.u64(..4_000)),
            );
            let status = child.wait().expect("the end of the walker");
            if !killed {
                assert!(status.success(), "the walker failed: {status}");
                break;
            }
            kills += 1;
            match count(&database) {
                0 => before_any += 1,
                records if records % 100 != 0 => within += 1,
                _ => {}
            }
        }
        check(&database);
    }
    assert!(kills >= KILLS);
    std::fs::remove_dir_all(&directory).expect("the directory can go");
    format!(
        "killed {kills} times over {databases} databases ({before_any} before anything was written, {within} in the middle of a page); \
         every one of {RECORDS} records once in each"
    )
}

fn walker(database: &Path, url: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_crash_walker"))
        .arg(database)
        .arg(url)
        .stdout(Stdio::null())
        .spawn()
        .expect("the walker starts")
}

/// Returns whether the process was killed before its end.
fn kill_after(child: &mut Child, requests: &Receiver<()>, count: u32, moment: Duration) -> bool {
    let mut left = count;
    while left > 0 {
        if requests.recv_timeout(Duration::from_millis(5)).is_ok() {
            left -= 1;
        } else if child.try_wait().expect("the state of the walker").is_some() {
            return false;
        }
    }
    // This only spreads the kills over the time between two requests; no result depends on it.
    std::thread::sleep(moment);
    let running = child.try_wait().expect("the state of the walker").is_none();
    running && child.kill().is_ok()
}

fn open(database: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(database).expect("the database opens")
}

/// Returns the number of records. The first run may be killed before the table exists.
fn count(database: &Path) -> i64 {
    open(database)
        .query_row("SELECT count(*) FROM record", (), |row| row.get(0))
        .unwrap_or(0)
}

fn check(database: &Path) {
    let database = open(database);
    let mut all = database
        .prepare("SELECT id, name FROM record ORDER BY rowid")
        .expect("a table");
    let rows = all
        .query_map((), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })
        .expect("rows");
    let rows: Vec<_> = rows.map(|row| row.expect("a row")).collect();
    let expected: Vec<_> = (0..RECORDS as i64)
        .map(|id| (id, format!("Record {id}")))
        .collect();
    assert!(
        rows == expected,
        "{} records instead of {RECORDS}",
        rows.len()
    );
}
