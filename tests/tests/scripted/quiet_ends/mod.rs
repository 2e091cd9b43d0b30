//! Wrong declarations that compile, end with success and lose items, or deliver some twice: none of
//! them may stay quiet.
//!
//! Each case is a declaration as a newcomer would write it and an API that does not do what it
//! says. A case runs twice: a plain walk is told of by an error or a warning, and with `.strict()`
//! every warning is an error with a checkpoint. The rows that are compile errors are in `tests/ui`.

mod failures;
mod lists;
mod readers;
mod seams;
mod second_round;
mod silence;
mod sizes;
mod spelling;
mod totals;
mod unread;

use paginate_runtime::report::{Warning, WarningKind};
use paginate_runtime::{EndReason, Error, ErrorKind, Paginated};
use paginate_tests::{Reply, Request, Script};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// More than any walk of these tests yields.
const BOUND: usize = 5_000;

/// An item.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Row {
    id: u64,
}

/// `{"id": ..}` for each.
fn rows(ids: impl IntoIterator<Item = u64>) -> Vec<Value> {
    ids.into_iter().map(|id| json!({ "id": id })).collect()
}

/// What a walk delivered, and how it ended.
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

/// What must be told.
enum Expected {
    Error(ErrorKind),
    Warning(WarningKind),
}

/// Sees that a wrong declaration is told of: which items came before, how, and in which words.
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

/// Answers each request by a function.
fn api<R: Into<Reply>>(answer: impl Fn(&Request) -> R + Send + Sync + 'static) -> Script {
    Script::handler(answer)
}

/// The same answer to every request.
fn always(body: Value) -> impl Fn() -> Script {
    move || {
        let body = body.clone();
        api(move |_| Reply::json(body.clone()))
    }
}

/// A whole number of the query.
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
