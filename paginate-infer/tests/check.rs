//! Declarations that exist, held against pages.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use paginate_infer::Declaration;
use paginate_infer::check::{Outcome, check, outcome};
use paginate_infer::declaration::{Mode, Path, RequestLocation, ResponseLocation};
use paginate_infer::model::{Place, Sample};
use serde_json::{Value, json};

fn path(name: &str) -> Path {
    Path(name.split('.').map(str::to_owned).collect())
}

fn member(name: &str) -> ResponseLocation {
    ResponseLocation::Member(path(name))
}

fn query(name: &str) -> RequestLocation {
    RequestLocation {
        place: Place::Query,
        name: name.to_owned(),
    }
}

fn page(url: &str, body: Value) -> Sample {
    Sample {
        url: url.to_owned(),
        status: 200,
        body,
        ..Sample::default()
    }
}

fn declared(mode: Mode) -> Declaration {
    let mut declaration = Declaration::default();
    declaration.mode = Some(mode);
    declaration.items = Some(path("rows"));
    declaration
}

/// The outcome, and every finding that is no agreement.
fn held(declaration: &Declaration, pages: &[Sample]) -> (Outcome, Vec<String>) {
    let findings = check(declaration, pages);
    let whole = outcome(&findings);
    let others = findings
        .into_iter()
        .filter(|finding| finding.result != Outcome::Agrees);
    (
        whole,
        others
            .map(|finding| format!("{}: {}", finding.key, finding.text))
            .collect(),
    )
}

fn two(first: Value, second: &str, last: Value) -> Vec<Sample> {
    vec![
        page("https://a.example/rows?size=2", first),
        page(&format!("https://a.example/rows?size=2&{second}"), last),
    ]
}

#[test]
fn a_token() {
    let declaration = declared(Mode::Token(vec![(member("next"), query("after"))]));
    let first = json!({ "rows": [1, 2], "next": "b c" });
    let last = json!({ "rows": [3], "next": null });
    let pages = two(first.clone(), "after=b+c", last.clone());
    assert_eq!(held(&declaration, &pages), (Outcome::Agrees, vec![]));

    let pages = two(first.clone(), "from=b%20c", last.clone());
    let why = "param: page 2: its request has the token in `from`, not in `after`";
    assert_eq!(
        held(&declaration, &pages),
        (Outcome::Contradicts, vec![why.to_owned()])
    );

    let pages = [page("", first), page("", last)];
    let why = "param: no request shows where the token goes";
    assert_eq!(
        held(&declaration, &pages),
        (Outcome::Agrees, vec![why.to_owned()])
    );

    let pages = [page("", json!({ "rows": [1], "cursor": "x" }))];
    let why = "token: no page has `next`";
    assert_eq!(
        held(&declaration, &pages),
        (Outcome::Contradicts, vec![why.to_owned()])
    );

    let pages = [page("", json!({ "rows": [1], "next": null }))];
    let why = "token: `next` is empty on every page";
    assert_eq!(
        held(&declaration, &pages),
        (Outcome::CannotTell, vec![why.to_owned()])
    );
}

#[test]
fn items_elsewhere() {
    let declaration = declared(Mode::Page(query("page")));
    let pages = [page("", json!({ "data": { "rows": [1] }, "tags": [] }))];
    let (whole, findings) = held(&declaration, &pages);
    assert_eq!(whole, Outcome::Contradicts);
    assert_eq!(
        findings[0],
        "items: page 1 has no list at `rows`; it has some at `data.rows`, `tags`"
    );
    let (whole, findings) = held(&declaration, &[]);
    assert_eq!(whole, Outcome::CannotTell);
    assert_eq!(findings[0], "items: there is no page");
}

#[test]
fn counters() {
    let rows = |count: u64| json!({ "rows": (0..count).collect::<Vec<_>>() });
    for (mode, second, expected) in [
        (Mode::Page(query("page")), "page=2", None),
        (
            Mode::Page(query("page")),
            "page=3",
            Some("page: page 2 was asked with 3, and 2 would be next"),
        ),
        (
            Mode::Page(query("page")),
            "p=2",
            Some("page: page 2: its request has no `page`"),
        ),
        (Mode::Offset(query("skip")), "skip=2", None),
        (
            Mode::Offset(query("skip")),
            "skip=1",
            Some("offset: page 2 was asked with 1, and 2 would be next"),
        ),
    ] {
        let (whole, findings) = held(&declared(mode), &two(rows(2), second, rows(1)));
        assert_eq!(findings.first().map(String::as_str), expected, "{second}");
        assert_eq!(whole == Outcome::Agrees, expected.is_none());
    }
}

#[test]
fn the_last_item() {
    let declaration = declared(Mode::LastItem(path("key.id"), query("after")));
    let rows = json!({ "rows": [{ "key": { "id": 7 } }] });
    assert_eq!(
        held(
            &declaration,
            &two(rows.clone(), "after=7", json!({ "rows": [] }))
        ),
        (Outcome::Agrees, vec![])
    );
    let (whole, findings) = held(&declaration, &two(rows, "after=8", json!({ "rows": [] })));
    assert_eq!(whole, Outcome::Contradicts);
    assert_eq!(
        findings,
        ["last_item: page 2 was not asked with it, as `after`"]
    );
    let (_, findings) = held(&declaration, &[page("", json!({ "rows": [{ "id": 7 }] }))]);
    assert_eq!(
        findings,
        ["last_item: page 1: its last item has no `key.id`"]
    );
}

#[test]
fn links() {
    let declaration = declared(Mode::NextUrl(ResponseLocation::Link("next".into())));
    let mut pages = two(json!({ "rows": [1] }), "p=2", json!({ "rows": [2] }));
    assert_eq!(
        held(&declaration, &pages).1,
        ["next_url: no page has `rel=\"next\"` in the header `Link`"]
    );
    let link = "<https://a.example/rows?p=1>; rel=prev, <https://a.example/rows?size=2&p=2>; rel=\"next last\"";
    pages[0].headers = vec![("Link".to_owned(), link.to_owned())];
    assert_eq!(held(&declaration, &pages), (Outcome::Agrees, vec![]));

    let declaration = declared(Mode::NextUrl(member("next")));
    let pages = [page("", json!({ "rows": [1], "next": "abc" }))];
    assert_eq!(
        held(&declaration, &pages).1,
        ["next_url: page 1: `next` is no URL"]
    );
}

#[test]
fn flags_totals_and_sizes() {
    let mut declaration = declared(Mode::Page(query("page")));
    declaration.more = Some(member("more"));
    declaration.total = Some(member("total"));
    declaration.size = Some(query("size"));
    declaration.error = Some(member("error"));
    let good =
        |rows: Value, more: bool| json!({ "rows": rows, "more": more, "total": 3, "error": null });
    let pages = two(good(json!([1, 2]), true), "page=2", good(json!([3]), false));
    assert_eq!(held(&declaration, &pages), (Outcome::Agrees, vec![]));

    let bad = json!({ "rows": [1, 2, 3], "more": false, "total": 2, "error": "no" });
    let pages = two(bad, "page=2", good(json!([4]), false));
    let (whole, findings) = held(&declaration, &pages);
    assert_eq!(whole, Outcome::Contradicts);
    assert_eq!(
        findings,
        [
            "more: page 1: `more` is false, and there is a page after it",
            "total: `total` is 3, and the pages have 4 items",
            "size: page 1 has 3 items, and was asked with `size=2`",
            "error: page 1: `error` is not empty",
        ]
    );

    declaration.total = Some(member("rows"));
    declaration.pages = Some(member("gone"));
    let pages = two(good(json!([1, 2]), true), "page=2", good(json!([3]), false));
    assert_eq!(
        held(&declaration, &pages).1,
        ["total: `rows` is no number", "pages: no page has `gone`"]
    );
}
