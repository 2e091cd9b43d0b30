//! The requests that a `Pager` predicts: one case for every reason to predict none.

use paginate_runtime::sans_io::{Action, Limits, PageRequest, Pager, Start};
use paginate_runtime::{
    page::{Cursor, LinkTarget, PageInfo, TokenValue},
    scheme::{RequestLocation, Scheme, Source},
};

const PAGE: Scheme = Scheme::new(Source::Page(RequestLocation::Query("page")));
const OFFSET: Scheme = Scheme::new(Source::Offset(RequestLocation::Query("offset")));
const TOKEN: Scheme = Scheme::new(Source::Token(RequestLocation::Query("token")));
const LAST: Scheme = Scheme::new(Source::LastItem(RequestLocation::Query("after")));

fn limits(change: impl FnOnce(&mut Limits)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits);
    limits
}

/// Returns a pager that has received these pages and requests the next one.
fn after(scheme: Scheme, limits: Limits, pages: &[PageInfo<'_>]) -> Pager {
    let mut pager = Pager::new(scheme, limits, Start::default());
    for page in pages {
        assert!(matches!(pager.next_action(), Action::Request(_)));
        pager.receive(page.clone(), None, None);
    }
    assert!(matches!(pager.next_action(), Action::Request(_)));
    pager
}

/// Returns a page with that many items.
fn page(items: usize) -> PageInfo<'static> {
    PageInfo::new().item_count(items)
}

/// Returns the continuations as text, with the page size if one is requested.
fn told(asks: impl Iterator<Item = PageRequest>) -> Vec<String> {
    let place = |ask: PageRequest| match (ask.cursor.as_ref(), ask.size) {
        (Cursor::Count(count), None) => count.to_string(),
        (Cursor::Count(count), Some(size)) => format!("{count}/{size}"),
        (other, _) => panic!("{other:?}"),
    };
    asks.take(20).map(place).collect()
}

#[test]
fn pages_up_to_the_number_that_is_known() {
    let pager = after(PAGE, Limits::default(), &[page(10).pages(Some(&5))]);
    // Page 2 is the current request.
    assert_eq!(told(pager.plan()), ["3", "4", "5"]);
    let pager = after(PAGE, Limits::default(), &[page(10).total(Some(&41))]);
    assert_eq!(told(pager.plan()), ["3", "4", "5"]);
    let pager = after(
        PAGE.start(0),
        Limits::default(),
        &[page(10).pages(Some(&4)), page(10)],
    );
    assert_eq!(told(pager.plan()), ["3"]);
}

#[test]
fn offsets_by_the_longest_page() {
    let pager = after(OFFSET, Limits::default(), &[page(10).total(Some(&41))]);
    assert_eq!(told(pager.plan()), ["20", "30", "40"]);
    let pager = after(
        OFFSET,
        Limits::default(),
        &[page(10).total(Some(&41)), page(3)],
    );
    assert_eq!(told(pager.plan()), ["23", "33"]);
}

#[test]
fn up_to_the_limits() {
    let first = [page(10).total(Some(&100))];
    let pager = after(OFFSET, limits(|limits| limits.max_pages = Some(4)), &first);
    assert_eq!(told(pager.plan()), ["20", "30"]);
    // Later requests ask for no more than is needed, if that moves no page boundary.
    let wanted = |limits: &mut Limits| (limits.max_items, limits.page_size) = (Some(35), Some(10));
    assert_eq!(
        told(after(OFFSET, limits(wanted), &first).plan()),
        ["20/10", "30/5"]
    );
    assert_eq!(
        told(after(PAGE, limits(wanted), &first).plan()),
        ["3/10", "4/10"]
    );
}

#[test]
fn up_to_the_end_of_the_segment() {
    let first = [page(10).total(Some(&100)).pages(Some(&10))];
    assert_eq!(
        told(after(PAGE, limits(|limits| limits.until = Some(5)), &first).plan()),
        ["3", "4"]
    );
    assert_eq!(
        told(after(OFFSET, limits(|limits| limits.until = Some(35)), &first).plan()),
        ["20", "30"]
    );
    // The last request asks for the rest, but not for less than the API accepts.
    let bound = |limits: &mut Limits| (limits.until, limits.page_size) = (Some(35), Some(10));
    assert_eq!(
        told(after(OFFSET, limits(bound), &first).plan()),
        ["20/10", "30/5"]
    );
    assert_eq!(
        told(after(OFFSET.min(8), limits(bound), &first).plan()),
        ["20/10", "30/8"]
    );
    assert_eq!(
        told(after(PAGE, limits(bound), &first).plan()),
        [
            "3/10", "4/10", "5/10", "6/10", "7/10", "8/10", "9/10", "10/10"
        ]
    );
    // Other modes have no such end.
    let pager = after(
        TOKEN,
        limits(|limits| limits.until = Some(1)),
        &[page(10).token(Some("a"))],
    );
    assert!(foreseen(&pager, "b", 1).is_some());
}

#[test]
fn nothing_without_a_first_page_a_total_or_a_counter() {
    let total = 100;
    assert!(told(after(PAGE, Limits::default(), &[]).plan()).is_empty());
    assert!(told(after(PAGE, Limits::default(), &[page(10)]).plan()).is_empty());
    assert!(told(after(OFFSET, Limits::default(), &[page(10)]).plan()).is_empty());
    let keyed = page(10).total(Some(&total)).last_item(Some("k"));
    assert!(told(after(LAST, Limits::default(), &[keyed]).plan()).is_empty());
    let token = page(10).total(Some(&total)).token(Some("t"));
    assert!(told(after(TOKEN, Limits::default(), &[token]).plan()).is_empty());
    // A total of all items does not help numbered pages that begin later.
    let mut start = Start::default();
    start.counter = Some(3);
    let mut pager = Pager::new(PAGE, Limits::default(), start);
    pager.receive(page(10).total(Some(&total)), None, None);
    assert!(matches!(pager.next_action(), Action::Request(_)));
    assert!(told(pager.plan()).is_empty());
}

/// Returns the predicted request for this token, that many pages ahead.
fn foreseen(pager: &Pager, token: &'static str, ahead: u64) -> Option<PageRequest> {
    pager.lookahead_request(Cursor::Token(TokenValue::text(token)), None, Some(7), ahead)
}

#[test]
fn a_token_is_asked_for_with_the_size_of_its_page() {
    let pager = after(TOKEN, Limits::default(), &[page(10).token(Some("a"))]);
    let ask = foreseen(&pager, "b", 1).unwrap();
    assert_eq!((ask.size, ask.page), (Some(7), 3));
    assert!(matches!(ask.cursor.as_ref(), Cursor::Token(value) if value.as_plain() == "b"));
}

#[test]
fn no_token_that_was_used_or_that_may_not_be_wanted() {
    let pages = [page(10).token(Some("a"))];
    let pager = after(TOKEN, Limits::default(), &pages);
    assert!(foreseen(&pager, "a", 1).is_none(), "a loop");
    assert!(
        pager
            .lookahead_request(Cursor::Link(LinkTarget::get("/l")), None, None, 1)
            .is_none(),
        "not what this mode follows"
    );
    let pager = after(TOKEN, limits(|limits| limits.max_pages = Some(3)), &pages);
    assert!(foreseen(&pager, "b", 1).is_some());
    assert!(foreseen(&pager, "b", 2).is_none());
    // Without a page size, the number of items until then is unknown.
    let pager = after(
        TOKEN,
        limits(|limits| limits.max_items = Some(1_000)),
        &pages,
    );
    assert!(foreseen(&pager, "b", 1).is_none());
    let wanted = |limits: &mut Limits| (limits.max_items, limits.page_size) = (Some(30), Some(5));
    let pager = after(TOKEN, limits(wanted), &pages);
    assert!(foreseen(&pager, "b", 1).is_some());
    assert!(
        foreseen(&pager, "b", 2).is_none(),
        "pages of ten, whatever was asked for"
    );
}

#[test]
fn no_token_where_the_items_can_be_the_end() {
    for scheme in [
        TOKEN.end_on_empty(),
        TOKEN.end_on_short(),
        TOKEN.end_on_repeat(),
    ] {
        let pager = after(scheme, Limits::default(), &[page(10).token(Some("a"))]);
        assert!(foreseen(&pager, "b", 1).is_none(), "{scheme:?}");
    }
    let keyed = after(LAST, Limits::default(), &[page(10).last_item(Some("k"))]);
    assert!(foreseen(&keyed, "l", 1).is_none());
}
