//! `decode`: a page type that is not read from JSON.

use bytes::Bytes;
use http::response::Parts;
use paginate_runtime::{EndReason, ErrorKind, Paginated, source::IntoSource};
use paginate_tests::{Reply, Script};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::*;

/// `next=token` in the first line, then one row per line. Not `Deserialize`.
#[derive(Debug, Paginated)]
#[paginate(token = "next", param = "next", items = "rows", max = 2, decode = lines)]
struct Lines {
    next: Option<String>,
    rows: Vec<String>,
}

#[derive(Debug, PartialEq)]
struct NoLines;

impl std::fmt::Display for NoLines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the first line is missing")
    }
}

impl std::error::Error for NoLines {}

fn lines(parts: &Parts, body: &Bytes) -> Result<Lines, NoLines> {
    assert!(parts.status.is_success());
    let text = std::str::from_utf8(body).map_err(|_| NoLines)?;
    let mut lines = text.lines();
    let next = lines
        .next()
        .and_then(|line| line.strip_prefix("next="))
        .ok_or(NoLines)?;
    Ok(Lines {
        next: Some(next.to_owned()),
        rows: lines.map(str::to_owned).collect(),
    })
}

/// The same, but also `Deserialize`, like types for quick-xml.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "rows", decode = Self::from_lines)]
struct Both<T: Clone> {
    next: Option<T>,
    rows: Vec<String>,
}

impl<T: Clone + From<String>> Both<T> {
    fn of(lines: Lines) -> Self {
        Self {
            next: lines.next.map(T::from),
            rows: lines.rows,
        }
    }
}

impl<T: Clone> Both<T> {
    fn from_lines(_: &Parts, body: &Bytes) -> Result<Self, std::str::Utf8Error> {
        let text = std::str::from_utf8(body)?;
        Ok(Self {
            next: None,
            rows: text.lines().skip(1).map(str::to_owned).collect(),
        })
    }
}

fn script() -> Script {
    Script::new([
        Reply::text("next=b\nann\nbob\n"),
        Reply::text("next=\nciro\n"),
    ])
}

#[tokio::test]
async fn pages_are_read_by_the_declared_function() {
    let script = script();
    let mut items = Lines::paginate(script.get("/l")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (all, end.unwrap()),
        (
            vec!["ann".to_owned(), "bob".into(), "ciro".into()],
            EndReason::NoContinuation
        )
    );
    script.assert_requests(["GET /l?page_size=2", "GET /l?next=b&page_size=2"]);
}

#[test]
fn the_same_without_async() {
    let script = script();
    let items = Lines::paginate_blocking(script.get("/l"))
        .max_items(3)
        .items();
    let all: Vec<String> = items.collect::<Result<_, _>>().unwrap();
    assert_eq!(all, ["ann", "bob", "ciro"]);
}

#[tokio::test]
async fn its_error_is_a_decode_error() {
    let script = Script::new([Reply::text("ann\n")]);
    let mut items = Lines::paginate(script.get("/l")).items();
    let error = drain(&mut items).await.1.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let source =
        std::error::Error::source(&error).and_then(|source| source.downcast_ref::<NoLines>());
    assert_eq!(source, Some(&NoLines));
}

#[tokio::test]
async fn a_function_of_the_walk_takes_its_place() {
    let script = Script::new([Reply::text("anything")]);
    let other = |_: &Parts, _: &Bytes| {
        Ok::<_, NoLines>(Lines {
            next: None,
            rows: vec!["other".into()],
        })
    };
    let mut items = Lines::paginate(script.get("/l")).decode(other).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (all, end.unwrap()),
        (vec!["other".to_owned()], EndReason::NoContinuation)
    );
}

#[tokio::test]
async fn code_that_is_generic_over_pages_reads_by_it_too() {
    fn walk<P: Paginated + DeserializeOwned + 'static>(source: impl IntoSource) -> Items<P> {
        P::paginate(source).items()
    }
    let first = script();
    let mut items = walk::<Both<String>>(first.get("/l"));
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (all, end.unwrap()),
        (
            vec!["ann".to_owned(), "bob".into()],
            EndReason::NoContinuation
        )
    );

    let both = Both::<String>::of(
        lines(
            &http::Response::new(()).into_parts().0,
            &Bytes::from_static(b"next=x\na"),
        )
        .unwrap(),
    );
    assert_eq!((both.next.as_deref(), both.rows.len()), (Some("x"), 1));
    // With its own `paginate`, and on a page type with parameters.
    let second = script();
    let mut items = Both::<String>::paginate(second.get("/l")).items();
    assert_eq!(drain(&mut items).await.0, ["ann", "bob"]);
}

#[tokio::test]
async fn functions_that_bring_pages_decode_nothing() {
    let page = |_| async {
        Ok::<_, NoLines>(Lines {
            next: None,
            rows: vec!["made".into()],
        })
    };
    let mut items = Lines::paginate_with(page).items();
    assert_eq!(drain(&mut items).await.0, ["made"]);
}
