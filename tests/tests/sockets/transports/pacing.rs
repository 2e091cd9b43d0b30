//! Keeping below a rate limit: with a hook on the paginator, or with tower's layer on the client.

use std::future::ready;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use governor::{Quota, RateLimiter};
use http::{Request, Response};
use http_body_util::Full;
use paginate_runtime::{Paginated, transport::tower_service_0_3::TowerTransport};
use paginate_tests::{Reply, Script, Server, Timeless};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tower::{ServiceBuilder, service_fn};

use super::client::{Settings, elsewhere};
use super::scenarios::{ByToken, get, page};

/// Five requests an hour: a walk of three leaves two.
#[tokio::test]
async fn governor_in_one_line() {
    let hour = NonZeroU32::new(5).unwrap();
    let heavy = Arc::new(RateLimiter::direct(Quota::per_hour(hour)));
    let server = Server::scripted([page(&[1], "a"), page(&[2], "b"), page(&[3], "")]);

    let limiter = heavy.clone();
    let walk = ByToken::paginate((super::reqwest::client(), get(server.url("/v1/items"))))
        .throttle(move || {
            let limiter = limiter.clone();
            async move { limiter.until_ready().await }
        });
    let items: Vec<u32> = walk.items().try_collect().await.unwrap();

    assert_eq!((items, server.lines().len()), (vec![1, 2, 3], 3));
    assert!(
        heavy.check_n(NonZeroU32::new(2).unwrap()).unwrap().is_ok(),
        "three of five were used"
    );
    assert!(heavy.check().is_err());
}

/// The same for a blocking walk, which blocks until the future is ready.
#[tokio::test]
async fn governor_in_a_blocking_walk() {
    let heavy = Arc::new(RateLimiter::direct(Quota::per_hour(
        NonZeroU32::new(3).unwrap(),
    )));
    let server = Server::scripted([page(&[1], "a"), page(&[2], "")]);
    let (request, limiter) = (get(server.url("/v1/items")), heavy.clone());
    let items = elsewhere(move || {
        ByToken::paginate_blocking((super::ureq::agent(), request))
            .throttle(move || {
                futures::executor::block_on(limiter.until_ready());
                ready(())
            })
            .items()
            .collect::<Result<Vec<_>, _>>()
    })
    .await;
    assert_eq!(items.unwrap(), [1, 2]);
    assert!(
        heavy.check().is_ok() && heavy.check().is_err(),
        "two of three were used"
    );
}

/// Each request waits for its turn, whatever its purpose: a page, a retry, or new credentials.
#[tokio::test]
async fn every_request_waits_for_its_turn() {
    let script = Script::new([
        page(&[1], "a"),
        Reply::empty(500),
        page(&[2], "b"),
        Reply::empty(401),
        page(&[3], ""),
    ]);
    let turns = Arc::new(Semaphore::new(0));
    let waiting = Arc::clone(&turns);
    let settings = Settings {
        authorize: true,
        ..Settings::timeless(&Timeless::new())
    };
    let walk = settings
        .set(ByToken::paginate(script.get("/items")))
        .throttle(move || {
            let turns = Arc::clone(&waiting);
            async move { turns.acquire_owned().await.unwrap().forget() }
        });
    let mut items = walk.items();
    let mut all = Vec::new();
    for turn in 0..5 {
        assert_eq!(script.lines().len(), turn, "nothing is sent out of turn");
        turns.add_permits(1);
        // As far as the walk comes without another turn.
        while let Some(item) = futures::FutureExt::now_or_never(items.next()) {
            match item {
                Some(item) => all.push(item.unwrap()),
                None => break,
            }
        }
    }
    assert_eq!((all, script.lines().len()), (vec![1, 2, 3], 5));
}

/// A 429 also pauses the requests that wait for their turn: one request per second, three in
/// flight, and the third page is refused for a minute.
#[tokio::test(start_paused = true)]
async fn a_rate_limit_pauses_those_that_wait_for_their_turn() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", pages = "pages", items = "items")]
    struct Numbered {
        pages: u64,
        items: Vec<u32>,
    }
    let begin = Instant::now();
    let log = Arc::new(Mutex::new(Vec::new()));
    let times = Arc::clone(&log);
    let script = Script::handler(move |request| {
        let page: u32 = request.param("page").unwrap().parse().unwrap();
        let mut times = times.lock().unwrap();
        times.push((page, begin.elapsed().as_secs()));
        match times.iter().filter(|(asked, _)| *asked == page).count() {
            1 if page == 3 => Reply::empty(429).header("retry-after", "60"),
            _ => Reply::json(json!({ "pages": 6, "items": [page] })),
        }
    });
    let turns = Arc::new(tokio::sync::Mutex::new(tokio::time::interval(
        Duration::from_secs(1),
    )));
    let walk = Numbered::paginate(script.get("/items"))
        .concurrency(3)
        .throttle(move || {
            let turns = Arc::clone(&turns);
            async move {
                turns.lock().await.tick().await;
            }
        });
    let items: Vec<u32> = walk.items().try_collect().await.unwrap();
    assert_eq!(items, [1, 2, 3, 4, 5, 6]);
    let log = log.lock().unwrap();
    let refused = log.iter().position(|(page, _)| *page == 3).unwrap();
    let (_, at) = log[refused];
    assert!(
        log[refused + 1..].iter().all(|(_, time)| *time >= at + 60),
        "{log:?}"
    );
    assert_eq!(log.len(), 7, "{log:?}");
}

/// tower's layer on the client, in virtual time: two requests per second.
#[tokio::test(start_paused = true)]
async fn towers_rate_limit_holds_at_the_client() {
    let begin = Instant::now();
    let times = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&times);
    let api = service_fn(move |request: Request<Full<Bytes>>| {
        let mut log = log.lock().unwrap();
        log.push(begin.elapsed().as_secs());
        let next = if log.len() < 5 {
            log.len().to_string()
        } else {
            String::new()
        };
        let _ = request;
        ready(Ok::<_, std::io::Error>(Response::new(Full::<Bytes>::from(
            format!(r#"{{"items":[1],"next":"{next}"}}"#),
        ))))
    });
    let stack = ServiceBuilder::new()
        .buffer(16)
        .rate_limit(2, Duration::from_secs(1))
        .service(api);
    let transport = TowerTransport::new(stack);
    let items: Vec<u32> = ByToken::paginate((transport, get("http://api.test/items")))
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(items.len(), 5);
    assert_eq!(*times.lock().unwrap(), [0, 0, 1, 1, 2]);
}
