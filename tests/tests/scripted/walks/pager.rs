//! The state machine by itself: what it accepts in which state.

use paginate_runtime::sans_io::{Action, Limits, PageOutcome, Pager, Start};
use paginate_runtime::{
    EndReason,
    page::PageInfo,
    scheme::{RequestLocation, Scheme, Source},
};

const TOKENS: Scheme = Scheme::new(Source::Token(RequestLocation::Query("cursor")));
const PAGES: Scheme = Scheme::new(Source::Page(RequestLocation::Query("page")));

fn page<'a>(items: &[u32], token: &'a str) -> PageInfo<'a> {
    PageInfo::new()
        .items(Some(&items.to_vec()))
        .token(Some(token))
}

#[test]
fn a_walk_that_is_over_takes_no_page() {
    let mut pager = Pager::new(TOKENS, Limits::default(), Start::default());
    pager.receive(page(&[1, 2], ""), None, None);
    assert!(matches!(
        pager.next_action(),
        Action::End(EndReason::NoContinuation)
    ));
    let checkpoint = pager.checkpoint();
    let judgement = pager.receive(page(&[3], "t"), None, None);
    assert!(matches!(judgement, PageOutcome::Unasked), "{judgement:?}");
    assert!(
        matches!(pager.next_action(), Action::End(EndReason::NoContinuation)),
        "it is not revived"
    );
    assert_eq!((pager.received(), pager.pages()), (2, 1));
    assert_eq!(pager.checkpoint(), checkpoint);
    // A status that ends the walk, and a page size, change nothing either.
    pager.receive_end();
    pager.note_size(Some(7));
    assert_eq!(
        (pager.end_reason(), pager.pages()),
        (Some(EndReason::NoContinuation), 1)
    );
    assert_eq!(pager.checkpoint(), checkpoint);
}

#[test]
fn a_walk_that_failed_takes_no_page() {
    let mut pager = Pager::new(TOKENS, Limits::default(), Start::default());
    pager.receive(page(&[1], "t"), None, None);
    pager.receive(page(&[2], "t"), None, None);
    assert!(matches!(pager.next_action(), Action::Stop(_)));
    let judgement = pager.receive(page(&[3], "u"), None, None);
    assert!(matches!(judgement, PageOutcome::Unasked), "{judgement:?}");
    assert!(matches!(pager.next_action(), Action::Stop(_)));
    pager.receive_end();
    assert!(
        matches!(pager.next_action(), Action::Stop(_)),
        "an end does not hide the failure"
    );
    assert_eq!((pager.received(), pager.pages()), (2, 2));
}

#[test]
fn a_limit_that_is_reached_takes_no_page() {
    let mut limits = Limits::default();
    limits.max_pages = Some(1);
    let mut pager = Pager::new(PAGES, limits, Start::default());
    pager.receive(PageInfo::new().items(Some(&vec![1])), None, None);
    // `next_action` was not called in between.
    let judgement = pager.receive(PageInfo::new().items(Some(&vec![2])), None, None);
    assert!(matches!(judgement, PageOutcome::Unasked), "{judgement:?}");
    assert_eq!(
        (pager.received(), pager.end_reason()),
        (1, Some(EndReason::Limit))
    );
}
