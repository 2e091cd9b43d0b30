//! Wrong declarations that compile, end with success, and lose items or deliver some twice. Each
//! must be reported.
//!
//! Each case is a declaration as a newcomer would write it, and an API that behaves differently.
//! Each case runs twice: the plain walk must report an error or a warning, and with `.strict()`
//! every warning must be an error with a checkpoint. The cases that are compile errors are in
//! `tests/ui`.

mod absent;
mod failures;
mod lists;
mod overlaps;
mod readers;
mod renamed;
mod second_round;
mod silence;
mod sizes;
mod spelling;
mod third_round;
mod totals;
mod unread;

use paginate_runtime::report::{Warning, WarningKind};
use paginate_runtime::{EndReason, Error, ErrorKind, Paginated};
use paginate_tests::{Reply, Request, Script};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A limit above the item count of every walk in these tests.
const BOUND: usize = 5_000;

/// An item.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Row {
    id: u64,
}

/// Returns `{"id": ..}` for each id.
fn rows(ids: impl IntoIterator<Item = u64>) -> Vec<Value> {
    ids.into_iter().map(|id| json!({ "id": id })).collect()
}

/// The items that a walk delivered, and how it ended.
struct Told {
    items: Vec<Row>,
    end: Result<EndReason, Error>,
    warnings: Vec<Warning>,
    requests: usize,
}

/// Walks a scripted API to its end.
async fn told<P>(script: &Script, strict: bool, page_size: Option<u64>) -> Told
where
    P: Paginated<Item = Row> + DeserializeOwned + Send + 'static,
{
    let mut paginator = P::paginate(script.get("/list?q=x"));
    if strict {
        paginator = paginator.strict();
    }
    if let Some(size) = page_size {
        paginator = paginator.page_size(size);
    }
    let mut stream = paginator.items();
    let mut items = Vec::new();
    let end = loop {
        match stream.next().await {
            Some(Ok(item)) => items.push(item),
            Some(Err(error)) => break Err(error),
            None => break Ok(stream.end_reason().expect("a walk that ended has a reason")),
        }
        assert!(items.len() < BOUND, "the walk does not end");
    };
    assert_eq!(
        *stream.progress().warnings,
        *stream.warnings(),
        "the progress tells the same warnings"
    );
    Told {
        items,
        end,
        warnings: stream.warnings().to_vec(),
        requests: script.requests().len(),
    }
}

/// The report that is expected.
enum Expected {
    Error(ErrorKind),
    Warning(WarningKind),
}

/// Checks that a wrong declaration is reported: after which items, how, and with which text.
async fn is_told<P>(
    script: impl Fn() -> Script,
    page_size: Option<u64>,
    items: usize,
    expected: Expected,
    words: &[&str],
) where
    P: Paginated<Item = Row> + DeserializeOwned + Send + 'static,
{
    let plain = told::<P>(&script(), false, page_size).await;
    assert_eq!(plain.items.len(), items, "items of the plain walk");
    let text = match (&expected, &plain.end) {
        (Expected::Error(kind), Err(error)) => {
            assert_eq!(error.kind(), *kind, "{error}");
            assert!(error.checkpoint().is_some(), "an error says where to go on");
            error.to_string()
        }
        (Expected::Warning(kind), Ok(_)) => {
            let warning = plain
                .warnings
                .iter()
                .find(|warning| warning.kind() == *kind);
            let warning =
                warning.unwrap_or_else(|| panic!("no such warning among {:?}", plain.warnings));
            warning.to_string()
        }
        (_, Ok(end)) => panic!(
            "ended quietly, by {end:?} after {} items; warnings: {:?}",
            plain.items.len(),
            plain.warnings
        ),
        (_, Err(error)) => panic!("failed: {error}"),
    };
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
    assert!(
        !text.contains("hidden"),
        "the value of a continuation is shown: {text}"
    );

    let strict = told::<P>(&script(), true, page_size).await;
    let error = strict.end.expect_err("a strict walk fails");
    assert!(error.checkpoint().is_some(), "a strict walk can be resumed");
    assert!(
        strict.requests <= plain.requests,
        "a strict walk asks for no more"
    );
    assert_eq!(strict.warnings, [], "a strict walk has errors only");
    let kind = match expected {
        Expected::Error(kind) => kind,
        Expected::Warning(_) => ErrorKind::Declaration,
    };
    assert_eq!(error.kind(), kind, "{error}");
}

/// A script that answers each request with a function.
fn api<R: Into<Reply>>(answer: impl Fn(&Request) -> R + Send + Sync + 'static) -> Script {
    Script::handler(answer)
}

/// A script with the same response to every request.
fn always(body: Value) -> impl Fn() -> Script {
    move || {
        let body = body.clone();
        api(move |_| Reply::json(body.clone()))
    }
}

/// Returns an integer from the query.
fn number(request: &Request, name: &str) -> Option<u64> {
    request.param(name).and_then(|text| text.parse().ok())
}

macro_rules! cases {
    ($($name:ident: $page:ty, $script:expr, $items:literal items => $how:ident($kind:ident), $words:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            crate::quiet_ends::is_told::<$page>($script, None, $items, crate::quiet_ends::cases!(@$how $kind), &$words).await;
        }
    )*};
    (@Error $kind:ident) => { crate::quiet_ends::Expected::Error(paginate_runtime::ErrorKind::$kind) };
    (@Warning $kind:ident) => { crate::quiet_ends::Expected::Warning(paginate_runtime::report::WarningKind::$kind) };
}
use cases;
