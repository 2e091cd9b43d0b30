//! Options without effect: if types cannot reject them, the first poll returns an error before
//! anything is sent.

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use paginate_runtime::{
    ErrorKind, Paginated,
    runtime::{Runtime, Sleep, Task, TaskFuture},
};
use paginate_tests::Script;
use serde::Deserialize;

use super::{Skipped, Tokens, failed};

/// Returns the error of a walk that sends nothing.
async fn refused(script: &Script, walk: paginate_runtime::Items<Tokens>) -> String {
    let (found, error) = failed(walk).await;
    assert_eq!(
        (found, error.kind()),
        (Vec::<u32>::new(), ErrorKind::Setup),
        "{error}"
    );
    assert_eq!(script.lines(), Vec::<String>::new());
    error.to_string()
}

#[tokio::test]
async fn early_on_a_post() {
    let script = Script::new([]);
    let text = refused(
        &script,
        Tokens::paginate(script.post("/users", "{}"))
            .early()
            .items(),
    )
    .await;
    assert!(
        text.contains("`.early()` works only with GET, because its requests may be discarded; the first request of this walk is a POST"),
        "{text}"
    );
    assert!(text.contains("`.prefetch(n)`"), "{text}");
}

#[tokio::test]
async fn early_where_a_function_decodes_the_bodies() {
    let script = Script::new([]);
    let decode =
        |_: &http::response::Parts, body: &bytes::Bytes| serde_json::from_slice::<Tokens>(body);
    let text = refused(
        &script,
        Tokens::paginate(script.get("/users"))
            .early()
            .decode(decode)
            .items(),
    )
    .await;
    assert!(
        text.contains("`.early()` reads the continuation from JSON"),
        "{text}"
    );
}

#[tokio::test]
async fn keep_query_where_the_query_is_kept_anyway() {
    let script = Script::new([]);
    let text = refused(
        &script,
        Tokens::paginate(script.get("/users?a=1"))
            .keep_query(["a"])
            .items(),
    )
    .await;
    assert!(text.contains("`.keep_query(..)` has no effect"), "{text}");
    assert!(text.contains("`continue_at`"), "{text}");
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next_page_token", continue_at = "/more", items = "users")]
struct Continued {
    next_page_token: Option<String>,
    users: Vec<u32>,
}

#[tokio::test]
async fn keep_query_with_continue_at_is_no_mistake() {
    let script = Script::new([paginate_tests::Reply::text(r#"{ "users": [1] }"#)]);
    let (found, _) = super::all(
        Continued::paginate(script.get("/users?a=1"))
            .keep_query(["a"])
            .items(),
    )
    .await;
    assert_eq!(found, [1]);
}

#[test]
fn concurrency_of_a_blocking_walk() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let fetch = move |_: u64| {
        counted.fetch_add(1, Ordering::SeqCst);
        ready(Ok::<_, std::io::Error>(Skipped { results: vec![1] }))
    };
    let mut items = Skipped::paginate_with(fetch)
        .concurrency(8)
        .blocking()
        .items();
    let error = items.next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setup);
    let text = error.to_string();
    assert!(
        text.contains("`.concurrency(n)` has no effect on a blocking walk"),
        "{text}"
    );
    assert!(text.contains("`.prefetch(n)`"), "{text}");
    assert!(items.next().is_none());
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

/// Counts the tasks that it spawns on tokio.
#[derive(Debug, Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Runtime for Counting {
    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(ready(()))
    }

    fn spawn(&self, task: TaskFuture) -> Result<Task, TaskFuture> {
        self.0.fetch_add(1, Ordering::SeqCst);
        let task = tokio::spawn(task);
        Ok(Task::new(move || task.abort()))
    }
}

#[tokio::test]
async fn pages_from_a_function_run_ahead_on_the_given_runtime() {
    let runtime = Counting::default();
    let fetch = |_: Option<String>| {
        ready(Ok::<_, std::io::Error>(Tokens {
            next_page_token: None,
            users: vec![1, 2],
        }))
    };
    let (found, _) = super::all(
        Tokens::paginate_with(fetch)
            .runtime(runtime.clone())
            .prefetch(1)
            .items(),
    )
    .await;
    assert_eq!(found, [1, 2]);
    assert_eq!(runtime.0.load(Ordering::SeqCst), 1);
}
