//! The parents of spans: a walk's span is in the span of the first poll, whoever polls later;
//! events while a page is fetched are in the page's span.

use std::convert::Infallible;
use std::time::Instant;

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::Full;
use paginate_runtime::{
    policy::AuthReason,
    runtime::{Runtime, Sleep, Task, TaskFuture, TokioRuntime},
};
use paginate_tests::{Script, Timeless};
use tracing::{Instrument, Span, info, info_span};
use tracing_subscriber::layer::{Layer, SubscriberExt};

use super::*;

#[tokio::test]
async fn a_walk_and_its_pages() {
    let (capture, _guard) = listen();
    let script = Script::new([page(2, Some("t")), page(1, None)]);
    let mut items = Tokens::paginate(script.get("/l?q=1")).items();
    assert_eq!(capture.tree(), "", "nothing before the first poll");
    assert_eq!(drain(&mut items).await.0, 3);
    assert_eq!(
        capture.open(),
        [""; 0],
        "everything is closed at the end, while the stream lives"
    );
    let (first, last) = (bytes(2, Some("t")), bytes(1, None));
    let all = first + last;
    assert_tree(
        &capture,
        &format!(
            "
            paginate_walk{{response=traces::Tokens method=GET url=https://api.example.com/l?… end_reason=NoContinuation pages=2 items=3 requests=2 bytes={all}}}
              paginate_page{{index=1 size=2 status=200 bytes={first} attempts=1 waited_ms=0 items=2}}
                DEBUG page received
              paginate_page{{index=2 size=2 status=200 bytes={last} attempts=1 waited_ms=0 items=1}}
                DEBUG page received
              DEBUG walk ended
            "
        ),
    );
    assert!(items.next().await.is_none());
    drop(items);
    assert_eq!(capture.tree().matches("walk ended").count(), 1, "said once");
}

/// Events during a fetch: from the transport after it has waited, and from the hook for
/// credentials.
#[tokio::test]
async fn what_is_said_while_a_page_is_fetched_is_in_its_span() {
    for prefetch in [false, true] {
        let (capture, _guard) = listen();
        let transport = |request: Request<Bytes>| async move {
            tokio::task::yield_now().await;
            let again = request
                .uri()
                .query()
                .is_some_and(|query| query.contains("next"));
            info!(again, "sent");
            let body = json!({ "next": (!again).then_some("t"), "rows": [{}] }).to_string();
            Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(body))))
        };
        let request = Request::get("https://api.example.com/l").body(()).unwrap();
        let walk =
            Tokens::paginate((transport, request)).authorize(|_, why: AuthReason| async move {
                tokio::task::yield_now().await;
                info!(?why, "credentials");
                Ok::<_, Infallible>(HeaderMap::new())
            });
        let walk = if prefetch { walk.prefetch(2) } else { walk };
        let mut items = walk.items();
        // Polled in one span, and then in another one.
        let outer = info_span!("outer");
        items
            .next()
            .instrument(outer.clone())
            .await
            .unwrap()
            .unwrap();
        async {
            items.next().await.unwrap().unwrap();
            assert_eq!(
                Span::current().metadata().map(|span| span.name()),
                Some("elsewhere"),
                "no span stays entered"
            );
            info!("between");
        }
        .instrument(info_span!("elsewhere"))
        .await;
        assert!(items.next().await.is_none());
        assert!(Span::current().is_none(), "no span stays entered");
        drop(outer);
        assert_eq!(capture.open(), [""; 0]);
        let (first, last) = (bytes(1, Some("t")), bytes(1, None));
        let all = first + last;
        let walk = format!(
            "
            outer{{}}
              paginate_walk{{response=traces::Tokens method=GET url=https://api.example.com/l end_reason=NoContinuation pages=2 items=2 requests=2 bytes={all}}}
                paginate_page{{index=1 size=2 status=200 bytes={first} attempts=1 waited_ms=0 items=1}}
                  INFO credentials: why=First
                  INFO sent: again=false
                  DEBUG page received
                paginate_page{{index=2 size=2 status=200 bytes={last} attempts=1 waited_ms=0 items=1}}
                  INFO credentials: why=First
                  INFO sent: again=true
                  DEBUG page received
                DEBUG walk ended
            elsewhere{{}}
              INFO between
            "
        );
        assert_tree(&capture, &walk);
    }
}

#[tokio::test]
async fn where_the_spans_of_pages_are_not_wanted_what_is_said_is_in_the_walks() {
    let (capture, _guard) = Capture::begin(LevelFilter::INFO);
    let script = Script::new([Reply::empty(500), page(1, None)]);
    let mut items = Tokens::paginate(script.get("/l"))
        .runtime(Timeless::new())
        .retry(at_once())
        .items();
    assert_eq!(drain(&mut items).await.0, 1);
    let all = bytes(1, None);
    assert_tree(
        &capture,
        &format!(
            "
            paginate_walk{{response=traces::Tokens method=GET url=https://api.example.com/l end_reason=NoContinuation pages=1 items=1 requests=2 bytes={all}}}
              WARN retrying: page=1 attempt=1 kind=Status status=500 wait_ms=0
            "
        ),
    );
}

/// The usual case: a console that shows less than another subscriber records.
#[tokio::test]
async fn two_that_listen_to_different_things() {
    for prefetch in [false, true] {
        let (console, all) = (Capture::default(), Capture::default());
        let subscriber = tracing_subscriber::registry()
            .with(console.clone().with_filter(LevelFilter::WARN))
            .with(all.clone());
        let _guard = tracing::subscriber::set_default(subscriber);
        let script = Script::new([Reply::empty(500), page(1, None)]);
        let walk = Tokens::paginate(script.get("/l"))
            .runtime(Spawning(Timeless::new()))
            .retry(at_once());
        let mut items = if prefetch {
            walk.prefetch(1).items()
        } else {
            walk.items()
        };
        assert_eq!(
            drain(&mut items)
                .instrument(tracing::error_span!("own"))
                .await
                .0,
            1
        );
        assert_tree(
            &console,
            "
            own{}
              WARN retrying: page=1 attempt=1 kind=Status status=500 wait_ms=0
            ",
        );
        let all = all.tree();
        let nested = "
    paginate_page{index=1 size=2 status=200 bytes=25 attempts=2 waited_ms=0 items=1}
      WARN retrying: page=1 attempt=1 kind=Status status=500 wait_ms=0
      DEBUG page received
    DEBUG walk ended
";
        assert!(all.contains(nested), "{all}");
    }
}

/// A runtime with the test's clock and tokio's tasks.
#[derive(Debug)]
struct Spawning(Timeless);

impl Runtime for Spawning {
    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.sleep(duration)
    }

    fn spawn(&self, task: TaskFuture) -> Result<Task, TaskFuture> {
        TokioRuntime.spawn(task)
    }

    fn now(&self) -> Instant {
        self.0.now()
    }
}

#[tokio::test]
async fn where_no_span_of_ours_is_wanted_the_consumers_is_where_things_are_said() {
    let (capture, _guard) = Capture::begin(LevelFilter::WARN);
    let script = Script::new([
        Reply::empty(500),
        page(1, Some("t")),
        Reply::empty(502),
        page(1, None),
    ]);
    // A span of the application with the same field names, which the library must not set.
    let own = tracing::error_span!("own", items = 7, status = tracing::field::Empty);
    let mut items = Tokens::paginate(script.get("/l"))
        .runtime(Timeless::new())
        .retry(at_once())
        .prefetch(1)
        .items();
    assert_eq!(drain(&mut items).instrument(own).await.0, 2);
    assert_tree(
        &capture,
        "
        own{items=7}
          WARN retrying: page=1 attempt=1 kind=Status status=500 wait_ms=0
          WARN retrying: page=2 attempt=1 kind=Status status=502 wait_ms=0
        ",
    );
}

#[tokio::test]
async fn a_walk_over_a_function_has_no_url() {
    let (capture, _guard) = listen();
    let mut items = Tokens::paginate_with(async |token: Option<String>| {
        info!("asked");
        Ok::<_, Infallible>(Tokens {
            next: token.is_none().then(|| "t".to_owned()),
            rows: Vec::new(),
        })
    })
    .items();
    assert_eq!(drain(&mut items).await.0, 0);
    assert_tree(
        &capture,
        "
        paginate_walk{response=traces::Tokens end_reason=NoContinuation pages=2 items=0 requests=2 bytes=0}
          paginate_page{index=1 size=2 status=200 bytes=0 attempts=1 waited_ms=0 items=0}
            INFO asked
            DEBUG page received
          paginate_page{index=2 size=2 status=200 bytes=0 attempts=1 waited_ms=0 items=0}
            INFO asked
            DEBUG page received
          DEBUG walk ended
        ",
    );
}

fn at_once() -> paginate_runtime::RetryPolicy {
    paginate_runtime::RetryPolicy::default().first_delay(Duration::ZERO)
}
