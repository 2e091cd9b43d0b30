//! A worker: takes a segment from the queue and walks it, one transaction for some records and for
//! what is left after them.

use std::path::Path;
use std::time::Duration;

use apalis::prelude::{
    BackendExt, BoxDynError, Data, WorkerBuilder, WorkerBuilderExt, WorkerError,
};
use apalis_sqlite::{Config, SqlitePool, SqliteStorage};
use paginate_runtime::{Paginated, segment::Segment};
use serde::{Deserialize, Serialize};

use crate::AnyError;
use crate::api::{Record, Records, WORKER};

/// Records in one transaction: what a killed worker has read in vain at most.
const BATCH: usize = 30;

/// A segment to walk. A queue delivers it as it was put in, so what is left of one that was begun
/// is in the table `progress`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) part: i64,
    pub(crate) segment: Segment,
}

/// A worker that has not been heard of for five seconds is dead, and its jobs go to others.
pub(crate) fn queue(pool: &SqlitePool) -> SqliteStorage<Job> {
    let config = Config::default()
        .queue("segments")
        .batch_size(1)
        .heartbeat_interval(Duration::from_secs(1))
        .missed_heartbeats(5);
    SqliteStorage::new(pool).with_config(config)
}

struct Context {
    name: String,
    url: String,
    pool: SqlitePool,
    client: reqwest::Client,
}

/// Works until its standard input ends.
pub(crate) async fn run(name: &str, database: &Path, url: &str) -> Result<(), AnyError> {
    let pool = crate::open(database).await?;
    let context = Context {
        name: name.to_owned(),
        url: url.to_owned(),
        pool: pool.clone(),
        client: reqwest::Client::new(),
    };
    let worker = WorkerBuilder::new(name)
        .backend(queue(&pool).poll_with_interval(Duration::from_millis(100)))
        .concurrency(1)
        .data(std::sync::Arc::new(context))
        .build(work);
    // A thread of its own: one that waits for input does not keep a process from ending.
    let (ended, stop) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        drop(ended);
    });
    let stop = async {
        let _ = stop.await;
        Ok::<_, WorkerError>(())
    };
    worker.run_until(stop).await?;
    Ok(())
}

async fn work(job: Job, context: Data<std::sync::Arc<Context>>) -> Result<(), BoxDynError> {
    // Where the last transaction ended, of this worker or of another one.
    let mut saved: Option<String> = sqlx::query_scalar("SELECT rest FROM progress WHERE part = ?")
        .bind(job.part)
        .fetch_optional(&context.pool)
        .await?;
    let segment: Segment = match &saved {
        Some(rest) => serde_json::from_str(rest)?,
        None => job.segment,
    };
    let request = context
        .client
        .get(&context.url)
        .header(WORKER, &context.name);
    let mut records = Records::paginate(request).segment(segment).items();
    let mut batch = Vec::new();
    loop {
        // After an error what is left is as good as before it: what was read is written, and the
        // error comes after that.
        let next = records.try_next().await;
        let read_on = matches!(next, Ok(Some(_)));
        let failed = next.map(|record| batch.extend(record)).err();
        if (batch.len() >= BATCH || !read_on)
            && let Some(rest) = records.segment()
        {
            // Here the batch holds all that the stream has yielded, so this is the rest that
            // belongs to it.
            let rest = serde_json::to_string(&rest)?;
            let done = !read_on && failed.is_none();
            write(&context, job.part, &batch, saved.as_deref(), &rest, done).await?;
            saved = Some(rest);
            batch.clear();
        }
        if let Some(error) = failed {
            // The queue gives the job to somebody again.
            return Err(error.into());
        }
        if !read_on {
            return Ok(());
        }
    }
}

/// Records and rest, both or none; and only if the rest is still what this worker knows: one that
/// was thought dead, and is not, must not write what another one has written since.
async fn write(
    context: &Context,
    part: i64,
    batch: &[Record],
    before: Option<&str>,
    rest: &str,
    done: bool,
) -> Result<(), AnyError> {
    let mut transaction = context.pool.begin_with("BEGIN IMMEDIATE").await?;
    let moved = match before {
        None => sqlx::query(
            "INSERT INTO progress (part, rest, done) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        ),
        Some(_) => {
            sqlx::query("UPDATE progress SET rest = ?2, done = ?3 WHERE part = ?1 AND rest = ?4")
        }
    };
    let moved = moved.bind(part).bind(rest).bind(done);
    let moved = match before {
        None => moved,
        Some(before) => moved.bind(before),
    };
    let moved = moved.execute(&mut *transaction).await?;
    if moved.rows_affected() != 1 {
        return Err("another worker has taken over this segment".into());
    }
    for record in batch {
        sqlx::query("INSERT INTO record (id, name, part, worker) VALUES (?, ?, ?, ?)")
            .bind(record.id)
            .bind(&record.name)
            .bind(part)
            .bind(&context.name)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}
