//! A worker: takes a segment from the queue and walks it. Each transaction stores some records and
//! the rest of the segment after them.

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

/// The number of records in one transaction: at most this many are fetched again after a kill.
const BATCH: usize = 30;

/// A segment to walk. The queue delivers it as it was added; if it was begun before, its rest is in
/// the table `progress`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) part: i64,
    pub(crate) segment: Segment,
}

/// The queue. If a worker sends no sign of life for five seconds, it counts as dead, and its jobs
/// are given to others.
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
    // A separate thread: while it waits for input, the process can still end.
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
    // The end of the last transaction, of this worker or another.
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
        // The rest is valid after an error too: store the records first, then return the error.
        let next = records.try_next().await;
        let read_on = matches!(next, Ok(Some(_)));
        let failed = next.map(|record| batch.extend(record)).err();
        if (batch.len() >= BATCH || !read_on)
            && let Some(rest) = records.segment()
        {
            // At this point the batch contains all records that the stream has yielded since the
            // last transaction, so this rest belongs to it.
            let rest = serde_json::to_string(&rest)?;
            let done = !read_on && failed.is_none();
            write(&context, job.part, &batch, saved.as_deref(), &rest, done).await?;
            saved = Some(rest);
            batch.clear();
        }
        if let Some(error) = failed {
            // The queue will deliver the job again.
            return Err(error.into());
        }
        if !read_on {
            return Ok(());
        }
    }
}

/// Stores records and rest, both or none, and only if the stored rest is still the one that this
/// worker knows: a worker that wrongly counted as dead must not overwrite the progress of another
/// one.
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
