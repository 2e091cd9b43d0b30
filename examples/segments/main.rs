//! One list, several processes: the list is split into segments, which a job queue in SQLite
//! delivers. A worker that is killed in the middle of its segment loses no records: another one
//! continues after its last transaction.
//!
//! ```text
//! cargo run --manifest-path examples/segments/Cargo.toml
//! ```
//!
//! The first process serves the list, splits it, fills the queue, starts the workers (itself, with
//! arguments), kills the first of them, and at the end counts the records in the database. The
//! queue is [apalis](https://docs.rs/apalis); any other queue works, because a job is a line of
//! JSON.
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

mod api;
mod worker;

use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use apalis::prelude::TaskSink;
use apalis_sqlite::{SqlitePool, SqliteStorage};
use paginate_runtime::Paginated;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::api::{Api, RECORDS, Records};
use crate::worker::{Job, queue};

type AnyError = Box<dyn std::error::Error + Send + Sync>;

const SEGMENTS: usize = 8;

/// Much more time than needed, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() -> Result<ExitCode, AnyError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [name, database, url] = arguments.as_slice() {
        worker::run(name, Path::new(database), url).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let folder = std::env::temp_dir().join(format!("paginate-segments-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let outcome = timeout(PATIENCE, lead(&folder.join("records.db"))).await;
    std::fs::remove_dir_all(&folder)?;
    let complete = outcome.map_err(|_| "the segments were not done in time")??;
    Ok(if complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Returns whether the database has every record exactly once at the end.
async fn lead(database: &Path) -> Result<bool, AnyError> {
    let mut api = Api::start().await?;
    let pool = open(database).await?;
    SqliteStorage::setup(&pool).await?;
    sqlx::raw_sql(
        // No unique key, so that a duplicate record would be visible at the end.
        "CREATE TABLE record (id INTEGER NOT NULL, name TEXT NOT NULL, part INTEGER NOT NULL, worker TEXT NOT NULL);
         CREATE TABLE progress (part INTEGER PRIMARY KEY, rest TEXT NOT NULL, done INTEGER NOT NULL);",
    )
    .execute(&pool)
    .await?;

    let segments = Records::paginate(reqwest::Client::new().get(&api.url))
        .split(SEGMENTS)
        .await?;
    println!("{RECORDS} records in {} segments", segments.len());
    let mut jobs = queue(&pool);
    for (part, segment) in segments.into_iter().enumerate() {
        let part = i64::try_from(part)?;
        jobs.push(Job { part, segment }).await?;
    }

    let mut doomed = start("worker-1", database, &api.url)?;
    api.first_worker_has_begun().await?;
    let mut others = Vec::new();
    for number in 2..=4 {
        others.push(start(&format!("worker-{number}"), database, &api.url)?);
    }
    api.first_worker_is_in_the_middle().await?;
    // SIGKILL: the worker cannot finish anything in the queue or the database.
    doomed.kill().await?;
    let (part, stored): (i64, i64) =
        sqlx::query_as("SELECT part, count(*) FROM record WHERE worker = 'worker-1' GROUP BY part ORDER BY part DESC LIMIT 1")
            .fetch_one(&pool)
            .await?;
    println!(
        "worker-1 was killed in the middle of segment {part}: {stored} records of it are stored"
    );

    while done(&pool).await? < SEGMENTS {
        if let Some(worker) = others
            .iter_mut()
            .find_map(|worker| worker.try_wait().transpose())
        {
            return Err(format!("a worker has stopped: {}", worker?).into());
        }
        sleep(Duration::from_millis(50)).await;
    }
    for mut worker in others {
        // The worker ends when its input ends.
        drop(worker.stdin.take());
        let status = worker.wait().await?;
        if !status.success() {
            return Err(format!("a worker has failed: {status}").into());
        }
    }
    report(&pool, part).await
}

/// Opens the database. Every process has its own connection.
async fn open(database: &Path) -> Result<SqlitePool, AnyError> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(true)
        .busy_timeout(Duration::from_secs(30));
    Ok(SqlitePoolOptions::new()
        .max_connections(2)
        .connect_with(options)
        .await?)
}

fn start(name: &str, database: &Path, url: &str) -> Result<Child, AnyError> {
    let program: PathBuf = std::env::current_exe()?;
    let mut command = Command::new(program);
    command.arg(name).arg(database).arg(url);
    Ok(command.stdin(Stdio::piped()).kill_on_drop(true).spawn()?)
}

/// The number of finished segments.
async fn done(pool: &SqlitePool) -> Result<usize, AnyError> {
    let done: i64 = sqlx::query_scalar("SELECT count(*) FROM progress WHERE done")
        .fetch_one(pool)
        .await?;
    Ok(done.try_into()?)
}

/// Prints the content of the database, and returns whether it is the whole list.
async fn report(pool: &SqlitePool, killed: i64) -> Result<bool, AnyError> {
    let by_worker: Vec<(String, i64)> = sqlx::query_as(
        "SELECT worker, count(*) FROM record WHERE part = ? GROUP BY worker ORDER BY min(rowid)",
    )
    .bind(killed)
    .fetch_all(pool)
    .await?;
    let shares: Vec<String> = by_worker
        .iter()
        .map(|(worker, count)| format!("{count} by {worker}"))
        .collect();
    println!(
        "segment {killed} was finished by another one: {}",
        shares.join(", ")
    );
    let (all, different, first, last): (i64, i64, i64, i64) =
        sqlx::query_as("SELECT count(*), count(DISTINCT id), min(id), max(id) FROM record")
            .fetch_one(pool)
            .await?;
    let expected = i64::try_from(RECORDS)?;
    let complete = (all, different, first, last) == (expected, expected, 0, expected - 1)
        && by_worker.len() > 1;
    if complete {
        println!("{all} records, each exactly once");
    } else {
        println!(
            "{all} records, {different} different ones, from {first} to {last}, instead of {expected}"
        );
    }
    Ok(complete)
}
