//! Two servers, a walk between them, and checks that must hold for any behaviour of the servers.

use std::future::Future;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use paginate_runtime::report::WarningKind;
use paginate_runtime::{
    Checkpoint, EndReason, Error, ErrorKind, Paginated, Paginator,
    reqwest_0_13::same_origin_redirects, source::PageSource,
};
use paginate_tests::{Reply, Request, Server};
use reqwest::RequestBuilder;

/// A text in every credential of every request of these tests. No output may contain it.
pub(crate) const MARK: &str = "s3cr3t";

/// The credentials of each request.
pub(crate) const CREDENTIALS: [(&str, &str); 3] = [
    ("authorization", "Bearer s3cr3t-bearer-7f3a"),
    ("cookie", "session=s3cr3t-cookie-91bc"),
    ("x-api-key", "s3cr3t-key-55d0"),
];

/// A limit above the item count of every walk in these tests.
const MOST_ITEMS: usize = 3_000;

/// No test here waits for a clock, so an attack that takes this long has succeeded.
const BACKSTOP: Duration = Duration::from_secs(20);

/// A group of attacks: a test for each attack, by its name, and their number.
macro_rules! attacks {
    ($($(#[$meta:meta])* $name:ident: $attack:expr;)*) => {
        pub(crate) const COUNT: usize = [$(stringify!($name)),*].len();
        $($(#[$meta])* #[tokio::test] async fn $name() { $crate::attacks::kit::bounded($attack).await })*
    };
}

/// Runs an attack with the time limit.
pub(crate) async fn bounded(attack: impl Future<Output = ()>) {
    tokio::time::timeout(BACKSTOP, attack)
        .await
        .expect("the attack holds the walk up");
}

/// Returns a client that stays within the origin, as the guide advises; it keeps no connection.
pub(crate) fn client() -> reqwest::Client {
    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
        let client = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(0);
        client.redirect(same_origin_redirects()).build().unwrap()
    });
    CLIENT.clone()
}

/// A response in which the origins are not filled in yet.
#[derive(Clone)]
pub(crate) struct Say {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl From<&str> for Say {
    fn from(body: &str) -> Self {
        Self::from(body.to_owned())
    }
}

impl From<String> for Say {
    fn from(body: String) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body,
        }
    }
}

impl Say {
    /// Creates a response with a status and no body.
    pub(crate) fn status(status: u16) -> Self {
        Self {
            status,
            ..Self::from("")
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }

    fn reply(&self, api: &str, other: &str) -> Reply {
        let filled = |text: &str| text.replace("{api}", api).replace("{other}", other);
        let reply = Reply::bytes(filled(&self.body)).status(self.status);
        self.headers.iter().fold(reply, |reply, (name, value)| {
            reply.header(name, filled(value))
        })
    }
}

/// The API, which is malicious or broken, and a server of another origin, which must get no
/// request.
pub(crate) struct Site {
    pub(crate) api: Server,
    pub(crate) other: Server,
}

impl Site {
    /// Starts an API that answers with a function of the request and the other origin.
    pub(crate) fn start(answer: impl Fn(&Request, &str) -> Reply + Send + Sync + 'static) -> Self {
        let other = Server::start(|_| Reply::text(r#"{ "rows": [666], "next": null }"#));
        let origin = other.origin().to_owned();
        let api = Server::start(move |request| answer(request, &origin));
        Self { api, other }
    }

    /// Starts an API that gives these responses in order, and then 418. In bodies and headers,
    /// `{api}` and `{other}` are replaced by the two origins.
    pub(crate) fn answers<A: Into<Say>>(answers: impl IntoIterator<Item = A>) -> Self {
        let answers: Vec<Say> = answers.into_iter().map(Into::into).collect();
        let count = AtomicUsize::new(0);
        Self::start(
            move |request, other| match answers.get(count.fetch_add(1, Ordering::SeqCst)) {
                Some(say) => say.reply(&request.origin, other),
                None => Reply::text("a request too many").status(418),
            },
        )
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        credentialed(client().get(self.api.url(path)))
    }

    pub(crate) fn post(&self, path: &str, body: &'static str) -> RequestBuilder {
        credentialed(
            client()
                .post(self.api.url(path))
                .header("content-type", "application/json")
                .body(body),
        )
    }

    /// Returns the same as an `http` request, for transports.
    pub(crate) fn request(&self, path: &str) -> http::Request<Bytes> {
        let request = http::Request::get(self.api.url(path));
        let request = CREDENTIALS.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        });
        request.body(Bytes::new()).unwrap()
    }

    /// Checks that exactly these requests arrived, all with the credentials and all at the API.
    #[track_caller]
    pub(crate) fn asked(&self, lines: &[&str]) {
        assert_eq!(
            self.other.lines(),
            Vec::<String>::new(),
            "the other origin was asked"
        );
        assert_eq!(self.api.lines(), lines);
        for request in self.api.requests() {
            for (name, value) in CREDENTIALS {
                assert_eq!(request.header(name), Some(value), "{}", request.line());
            }
        }
    }
}

fn credentialed(request: RequestBuilder) -> RequestBuilder {
    CREDENTIALS.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    })
}

/// The result of a walk.
#[derive(Debug)]
pub(crate) struct Walked {
    pub(crate) items: Vec<u32>,
    pub(crate) end: Result<EndReason, Error>,
    pub(crate) warnings: Vec<WarningKind>,
    pub(crate) checkpoint: Option<Checkpoint>,
}

/// Walks to the end or the error. Nothing that the walk shows on the way may contain a secret.
pub(crate) async fn walk<P, S>(paginator: Paginator<P, S>) -> Walked
where
    P: Paginated<Item: Into<u32>>,
    S: PageSource<P>,
{
    #[cfg(feature = "tracing")]
    let traces = super::traces::Traces::begin();
    hidden(&format!("{paginator:?} {paginator:#?}"));
    let mut items = paginator.items();
    let mut found = Vec::new();
    let mut error = None;
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => found.push(item.into()),
            Err(failure) => error = Some(failure),
        }
        assert!(found.len() <= MOST_ITEMS, "the walk does not end");
    }
    assert!(items.next().await.is_none(), "what is over stays over");
    hidden(&format!(
        "{items:?} {items:#?} {:?} {:?}",
        items.progress(),
        items.checkpoint()
    ));
    items
        .warnings()
        .iter()
        .for_each(|warning| hidden(&format!("{warning} {warning:?}")));
    if let Some(error) = &error {
        hidden(&shown(error));
    }
    #[cfg(feature = "tracing")]
    {
        let text = traces.text();
        assert!(!text.is_empty(), "a walk says something");
        hidden(&text);
    }
    Walked {
        items: found,
        end: error.map_or_else(
            || {
                Ok(items
                    .end_reason()
                    .expect("an end without an error has a reason"))
            },
            Err,
        ),
        warnings: items
            .warnings()
            .iter()
            .map(|warning| warning.kind())
            .collect(),
        checkpoint: items.checkpoint(),
    }
}

/// Returns everything that an error shows.
pub(crate) fn shown(error: &Error) -> String {
    let mut shown = format!("{error}\n{error:?}\n{error:#?}\n{:?}", error.excerpt());
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        shown += &format!("\n{error}\n{error:?}");
        source = error.source();
    }
    shown
}

/// Checks that the text contains no secret.
#[track_caller]
pub(crate) fn hidden(text: &str) {
    assert!(
        !text.to_lowercase().contains(MARK),
        "it shows a secret: {text}"
    );
}

impl Walked {
    /// Checks that the walk ended like this, without warnings.
    #[track_caller]
    pub(crate) fn ended(self, items: &[u32], reason: EndReason) {
        self.warned(items, reason, &[]);
    }

    /// Checks that the walk ended like this, with these warnings.
    #[track_caller]
    pub(crate) fn warned(self, items: &[u32], reason: EndReason, warnings: &[WarningKind]) {
        match self.end {
            Ok(end) => assert_eq!(
                (self.items.as_slice(), end, self.warnings.as_slice()),
                (items, reason, warnings)
            ),
            Err(error) => panic!("after {:?} the walk failed: {error}", self.items),
        }
    }

    /// Checks that the walk failed with this kind of error, after these items.
    #[track_caller]
    pub(crate) fn failed(self, items: &[u32], kind: ErrorKind) -> Error {
        match self.end {
            Ok(end) => panic!(
                "after {:?} the walk ended with {end:?}, {:?}",
                self.items, self.warnings
            ),
            Err(error) => {
                assert_eq!(
                    (self.items.as_slice(), error.kind()),
                    (items, kind),
                    "{error}"
                );
                error
            }
        }
    }
}
