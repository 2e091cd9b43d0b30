//! The growth of time, memory and requests with the number of pages: walks over an API in memory
//! without delays.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use bytes::Bytes;
use futures::StreamExt;
use futures::stream::{self, Stream};
use http::{Request, Response};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use paginate_runtime::{Items, Paginated};

use crate::api::{NumberedList, User, UserList};
use crate::sample::{Label, Walked};
use crate::{Peak, two_threads};

/// Pages of a walk.
const PAGES: [u64; 4] = [10, 100, 1_000, 10_000];
/// Users of a page.
const USERS: u64 = 10;
/// The total number of pages for each length. The minimum time counts, and short walks are repeated
/// more often, because they vary more.
const ALL_PAGES: u64 = 100_000;

type Frames = Pin<Box<dyn Stream<Item = Result<Frame<Bytes>, Infallible>> + Send>>;

/// A list of users in memory.
#[derive(Clone)]
struct Api {
    pages: u64,
    /// The users of a page, except the first.
    others: Bytes,
    requests: Arc<AtomicU64>,
    bytes: Arc<AtomicU64>,
}

impl Api {
    fn new(pages: u64) -> Self {
        let others = (1..USERS).map(|number| format!(",{}", user(number)));
        Self {
            pages,
            others: (others.collect::<String>() + "]}").into(),
            requests: Arc::default(),
            bytes: Arc::default(),
        }
    }

    /// The token and the total, then a pause of one poll, then the users: like a page that is
    /// larger than a packet.
    fn answer(&self, request: &Request<Bytes>) -> Response<StreamBody<Frames>> {
        let number = |name: &str| {
            let query = request.uri().query().unwrap_or_default();
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let value = pairs.find(|(key, _)| *key == name);
            value.map(|(_, value)| value.parse::<u64>().expect("a number"))
        };
        let page = number("page").unwrap_or_else(|| number("next_page_token").unwrap_or(0) + 1);
        let token = if page < self.pages {
            page.to_string()
        } else {
            String::new()
        };
        let front = format!(
            "{{\"next_page_token\":\"{token}\",\"total_pages\":{},\"users\":[{}",
            self.pages,
            user(page)
        );
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.bytes
            .fetch_add((front.len() + self.others.len()) as u64, Ordering::Relaxed);
        let others = self.others.clone();
        let front = stream::once(async { Bytes::from(front) });
        let rest = stream::once(async {
            tokio::task::yield_now().await;
            others
        });
        let frames: Frames = Box::pin(front.chain(rest).map(|bytes| Ok(Frame::data(bytes))));
        Response::new(StreamBody::new(frames))
    }

    /// The first request of a walk, and its transport.
    fn source(&self) -> (impl paginate_runtime::transport::Transport, Request<Bytes>) {
        let api = self.clone();
        let send = move |request: Request<Bytes>| {
            let response = api.answer(&request);
            async move { Ok::<_, Infallible>(response) }
        };
        (send, request("http://api.test/users"))
    }
}

fn user(number: u64) -> String {
    format!("{{\"id\":\"u{number}\",\"email\":\"u{number}@example.com\"}}")
}

fn request(url: &str) -> Request<Bytes> {
    Request::get(url).body(Bytes::new()).expect("a request")
}

async fn by_hand(api: Api) -> u64 {
    let mut token = String::new();
    let mut seen = 0;
    loop {
        let url = format!("http://api.test/users?page_size=300&next_page_token={token}");
        let request = request(if token.is_empty() {
            "http://api.test/users?page_size=300"
        } else {
            &url
        });
        let body = BodyExt::collect(api.answer(&request).into_body())
            .await
            .expect("a body")
            .to_bytes();
        let list: UserList<User> = serde_json::from_slice(&body).expect("a page");
        seen += list.users.len() as u64;
        token = list.next_page_token;
        if token.is_empty() {
            return seen;
        }
    }
}

async fn drain<P: Paginated>(mut items: Items<P>) -> u64 {
    let mut seen = 0;
    while let Some(item) = items.next().await {
        drop(item.expect("an item"));
        seen += 1;
    }
    seen
}

type Walk = fn(Api) -> Pin<Box<dyn Future<Output = u64> + Send>>;
type Tokens = UserList<User>;
type Numbers = NumberedList<User>;

fn walks() -> [(&'static str, Walk); 5] {
    [
        ("loop", |api| Box::pin(by_hand(api))),
        ("ours", |api| {
            Box::pin(drain(Tokens::paginate(api.source()).items()))
        }),
        ("ours `.prefetch(4)`", |api| {
            Box::pin(drain(Tokens::paginate(api.source()).prefetch(4).items()))
        }),
        ("ours `.early()`", |api| {
            Box::pin(drain(Tokens::paginate(api.source()).early().items()))
        }),
        ("ours `.concurrency(8)`", |api| {
            Box::pin(drain(
                Numbers::paginate(api.source()).concurrency(8).items(),
            ))
        }),
    ]
}

/// Measures the walks whose name begins with `only`.
pub fn run(only: &str, peak: &mut dyn Peak) {
    let executor = two_threads();
    for (who, walk) in walks().into_iter().filter(|(who, _)| who.starts_with(only)) {
        // Run once before measuring, for one-time initialisation.
        let _ = executor.block_on(executor.spawn(walk(Api::new(10))));
        for pages in PAGES {
            let mut least: Option<Walked> = None;
            for _ in 0..ALL_PAGES.div_ceil(pages) {
                let walked = time(who, walk, pages, &executor, peak);
                let before = least.get_or_insert_with(|| walked.clone());
                before.time = before.time.min(walked.time);
                before.peak = before.peak.max(walked.peak);
                before.requests = before.requests.max(walked.requests);
            }
            println!("{}", least.expect("a round"));
        }
    }
}

fn time(
    who: &str,
    walk: Walk,
    pages: u64,
    executor: &tokio::runtime::Runtime,
    peak: &mut dyn Peak,
) -> Walked {
    let api = Api::new(pages);
    peak.start();
    let began = Instant::now();
    let seen = executor
        .block_on(executor.spawn(walk(api.clone())))
        .expect("a walk");
    let time = began.elapsed();
    assert_eq!(seen, pages * USERS, "{who} lost items");
    Walked {
        label: Label {
            table: "scale".to_owned(),
            who: who.to_owned(),
            length: USERS,
            pages,
        },
        time: u64::try_from(time.as_micros()).expect("a short time"),
        floor: 0,
        requests: api.requests.load(Ordering::Relaxed),
        bytes: api.bytes.load(Ordering::Relaxed),
        peak: peak.above_start(),
    }
}
