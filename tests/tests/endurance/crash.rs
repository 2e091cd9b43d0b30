//! Kills the example `resume` (SIGKILL) at random moments, and checks that every record is in its
//! database exactly once.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use fastrand::Rng;
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

const KILLS: u32 = 100;
const RECORDS: usize = 3_000;
/// The time after which a walker that does nothing hangs.
const BOUND: Duration = Duration::from_secs(60);
/// The most turns of a loop, a few milliseconds, before the walker is killed.
const TURNS: u32 = 100_000;
/// A limit far above the number of runs that are needed: each run that is not killed completes a
/// database.
const MAX_RUNS: u32 = 400;

/// What a walker does.
enum Event {
    /// It sends a request.
    Request,
    /// Its output ends, and so does it.
    End,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_a_hundred_times_every_record_is_there_once() {
    let (seen, events) = channel();
    let ends = seen.clone();
    let api = Api::numbered(RECORDS)
        .size("limit", 100, 100)
        .by_token("cursor");
    let server = Server::start(move |request| {
        let _ = seen.send(Event::Request);
        api.read(request).map(|slice| {
            // The test server's records, in the example's shape.
            let records: Vec<_> = (slice.start..slice.end)
                .map(|id| json!({ "id": id, "name": format!("Record {id}") }))
                .collect();
            Reply::json(json!({ "next": slice.next, "records": records }))
        })
    });
    let url = server.url("/records");
    let report = tokio::task::spawn_blocking(move || kill_and_count(&url, &events, &ends))
        .await
        .expect("no panic");
    println!("{report}");
}

fn kill_and_count(url: &str, events: &Receiver<Event>, ends: &Sender<Event>) -> String {
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
            while events.try_recv().is_ok() {}
            let mut child = walker(&database, url);
            let mut output = child.stdout.take().expect("its output");
            let ends = ends.clone();
            let reader = std::thread::spawn(move || {
                let _ = output.read_to_end(&mut Vec::new());
                let _ = ends.send(Event::End);
            });
            // The process is killed shortly after it has sent that many requests, so that in most
            // runs some pages are written first.
            let killed = kill_after(&mut child, events, rng.u32(1..=4), rng.u32(..TURNS));
            let status = child.wait().expect("the end of the walker");
            reader.join().expect("no panic");
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
        .stdout(Stdio::piped())
        .spawn()
        .expect("the walker starts")
}

/// Returns whether the process was killed before its end.
fn kill_after(child: &mut Child, events: &Receiver<Event>, count: u32, turns: u32) -> bool {
    for _ in 0..count {
        match events.recv_timeout(BOUND).expect("the walker hangs") {
            Event::Request => {}
            Event::End => return false,
        }
    }
    // This only spreads the kills over the time between two requests; no result depends on it. A
    // thread that yields may not run again on a busy machine until the walk has ended.
    for _ in 0..turns {
        std::hint::spin_loop();
    }
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
