//! One case for every rule of `decide`: the step that follows from one page, at one position, under
//! one scheme.

use paginate_runtime::sans_io::{Position, Step, StopReason, decide};
use paginate_runtime::{
    Next,
    page::{Cursor, LinkTarget, PageInfo, TokenValue},
    scheme::{RequestLocation, Scheme, Source},
};

const TOKEN: Scheme = Scheme::new(Source::Token(RequestLocation::Query("token")));
const LINK: Scheme = Scheme::new(Source::NextUrl);
const PAGE: Scheme = Scheme::new(Source::Page(RequestLocation::Query("page")));
const OFFSET: Scheme = Scheme::new(Source::Offset(RequestLocation::Query("offset")));
const LAST: Scheme = Scheme::new(Source::LastItem(RequestLocation::Query("after")));
const CUSTOM: Scheme = Scheme::new(Source::Custom(RequestLocation::Query("cursor")));

/// Returns a step as text: `go t2`, `end Flag`, `end Flag, live t2`, `halt RepeatedPage`.
fn told(scheme: &Scheme, position: &Position, page: &PageInfo<'_>) -> String {
    match decide(scheme, position, page) {
        Step::Go(cursor) => format!("go {}", place(&cursor)),
        Step::End { reason, live: None } => format!("end {reason:?}"),
        Step::End {
            reason,
            live: Some(live),
        } => format!("end {reason:?}, live {}", place(&live)),
        Step::Stop {
            why: StopReason::EmptyPages { budget },
            ..
        } => format!("halt EmptyPages {budget}"),
        Step::Stop {
            why: StopReason::Malformed(why),
            ..
        } => format!("halt Malformed {why}"),
        Step::Stop { why, .. } => format!("halt {why:?}"),
        other => format!("{other:?}"),
    }
}

fn place(cursor: &Cursor) -> String {
    match cursor {
        Cursor::First => "first".to_owned(),
        Cursor::Token(value) => value.as_plain().to_owned(),
        Cursor::Count(count) => count.to_string(),
        Cursor::Link(target) => target.href.to_string(),
        Cursor::Params(params) => params
            .iter()
            .map(|(name, value)| format!("{name}={}", value.as_plain()))
            .collect(),
        other => format!("{other:?}"),
    }
}

fn at(scheme: &Scheme) -> Position {
    Position::first(scheme)
}

/// Returns the position of a later page that was requested with this token.
fn sent(scheme: &Scheme, token: &'static str) -> Position {
    let mut position = at(scheme);
    position.cursor = Cursor::Token(TokenValue::text(token)).into();
    position
}

/// Returns the position of a later page that was requested with this key.
fn after(scheme: &Scheme, key: &'static str, size: u64) -> Position {
    let mut position = sent(scheme, key);
    position.received = 2;
    position.size = Some(size);
    position
}

/// Returns a page of items with keys.
fn keyed(len: usize, first: &'static str, last: &'static str) -> PageInfo<'static> {
    items(len).first_item(Some(first)).last_item(Some(last))
}

/// Returns the position of a page in a counter mode, with the totals that are known by then.
fn counted(
    scheme: &Scheme,
    counter: u64,
    received: u64,
    pages: Option<u64>,
    total: Option<u64>,
) -> Position {
    let mut position = at(scheme);
    position.cursor = Cursor::Count(counter).into();
    position.counter = counter;
    position.received = received;
    position.pages = pages;
    position.total = total;
    position
}

fn items(len: usize) -> PageInfo<'static> {
    let mut page = PageInfo::new();
    page.len = Some(len);
    page
}

macro_rules! cases {
    ($($name:ident: $scheme:expr, $position:expr, $page:expr => $expected:literal;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(told(&$scheme, &$position, &$page), $expected);
        }
    )*};
}

cases! {
    // A token or a link: if there is none, the walk ends.
    token_goes_on: TOKEN, at(&TOKEN), items(2).token(Some("t2")) => "go t2";
    token_absent_ends: TOKEN, at(&TOKEN), items(2).token(None::<&str>) => "end NoContinuation";
    token_null_ends: TOKEN, at(&TOKEN), items(2).token(Some(&None::<String>)) => "end NoContinuation";
    token_blank_ends: TOKEN, at(&TOKEN), items(2).token(Some("")) => "end NoContinuation";
    token_of_white_space_ends: TOKEN, at(&TOKEN), items(2).token(Some(" \t")) => "end NoContinuation";
    token_zero_is_a_value: TOKEN, at(&TOKEN), items(2).token(Some(&0u64)) => "go 0";
    token_false_ends: TOKEN, at(&TOKEN), items(2).token(Some(&serde_json::json!(false))) => "end NoContinuation";
    token_empty_object_ends: TOKEN, at(&TOKEN), items(2).token(Some(&serde_json::json!({}))) => "end NoContinuation";
    token_empty_list_ends: TOKEN, at(&TOKEN), items(2).token(Some(&serde_json::json!([]))) => "end NoContinuation";
    token_object_goes_on: TOKEN, at(&TOKEN), items(2).token(Some(&serde_json::json!({"k": 1}))) => r#"go {"k":1}"#;
    link_goes_on: LINK, at(&LINK), items(2).url(Some("/p2")) => "go /p2";
    link_blank_ends: LINK, at(&LINK), items(2).url(Some("")) => "end NoContinuation";
    link_malformed_halts: LINK, at(&LINK), items(2).next(Next::Malformed("x".into())) => "halt Malformed x";
    custom_parameters_go_on: CUSTOM, at(&CUSTOM), items(2).next(Next::params(vec![("a".into(), TokenValue::text("1"))])) => "go a=1";
    custom_first_request_halts: CUSTOM, at(&CUSTOM), items(2).next(Next::Page(Cursor::First)) => "halt Malformed `next_with` returned the first request or a number: return a token, a link, parameters or a whole request";
    custom_number_halts: CUSTOM, at(&CUSTOM), items(2).next(Next::Page(Cursor::Count(2))) => "halt Malformed `next_with` returned the first request or a number: return a token, a link, parameters or a whole request";
    custom_parts_that_are_all_absent_end: CUSTOM, at(&CUSTOM), items(2).next(Next::Page(Cursor::Tokens(vec![None]))) => "end NoContinuation";
    custom_end_ends: CUSTOM, at(&CUSTOM), items(2).next(Next::End) => "end NoContinuation";

    // Flags have priority over tokens. If more is promised but no token is given, that is an error.
    // Null flags say nothing.
    flag_ends_despite_a_token: TOKEN, at(&TOKEN), items(2).token(Some("t2")).more(Some(&false)) => "end Flag, live t2";
    done_ends_despite_a_token: TOKEN, at(&TOKEN), items(2).token(Some("t2")).done(Some(&true)) => "end Flag, live t2";
    flag_ends_without_a_token: TOKEN, at(&TOKEN), items(2).token(Some("")).more(Some(&false)) => "end Flag";
    flag_ends_despite_a_malformed_link: LINK, at(&LINK), items(2).next(Next::Malformed("x".into())).more(Some(&false)) => "end Flag";
    flag_promises_without_a_token: TOKEN, at(&TOKEN), items(2).token(Some("")).more(Some(&true)) => "halt MissingContinuation";
    flag_promises_without_a_link: LINK, at(&LINK), items(2).url(Some("")).more(Some("true")) => "halt MissingContinuation";
    flag_null_falls_through: TOKEN, at(&TOKEN), items(2).token(Some("t2")).more(Some(&None::<bool>)) => "go t2";
    flag_absent_falls_through: TOKEN, at(&TOKEN), items(2).token(Some("")).more(None::<&bool>) => "end NoContinuation";

    // In modes with tokens or links, an empty page alone never ends the walk.
    token_empty_page_goes_on: TOKEN, at(&TOKEN), items(0).token(Some("t2")) => "go t2";
    token_empty_page_ends_where_declared: TOKEN.end_on_empty(), at(&TOKEN), items(0).token(Some("t2")) => "end Empty, live t2";
    token_empty_pages_have_a_budget: TOKEN, { let mut p = at(&TOKEN); p.empty_pages = 1000; p }, items(0).token(Some("t2")) => "halt EmptyPages 1000";
    token_empty_pages_within_the_budget: TOKEN, { let mut p = at(&TOKEN); p.empty_pages = 999; p }, items(0).token(Some("t2")) => "go t2";
    token_short_page_goes_on: TOKEN, { let mut p = at(&TOKEN); p.size = Some(10); p }, items(2).token(Some("t2")) => "go t2";
    token_short_page_may_be_capped: TOKEN.end_on_short(), { let mut p = at(&TOKEN); p.size = Some(10); p.longest = 2; p }, items(2).token(Some("t2")) => "go t2";
    token_short_page_ends_where_declared: TOKEN.end_on_short(), { let mut p = at(&TOKEN); p.size = Some(10); p.longest = 3; p }, items(2).token(Some("t2")) => "end Short, live t2";
    nothing_is_short_without_a_size: TOKEN.end_on_short(), at(&TOKEN), items(2).token(Some("t2")) => "go t2";

    // The declared end by repetition.
    token_sent_back_ends_where_declared: TOKEN.end_on_repeat(), sent(&TOKEN, "A"), items(2).token(Some("A")) => "end Repeat, live A";
    another_token_is_no_repeat: TOKEN.end_on_repeat(), sent(&TOKEN, "A"), items(2).token(Some("B")) => "go B";

    // Pages that begin with the item whose key was sent.
    inclusive_page_goes_on: LAST.inclusive(), after(&LAST, "k2", 2), keyed(2, "k2", "k3") => "go k3";
    inclusive_page_of_the_repeated_item_ends: LAST.inclusive(), after(&LAST, "k2", 2), keyed(1, "k2", "k2") => "end Empty, live k2";
    inclusive_page_of_another_item_goes_on: LAST.inclusive(), after(&LAST, "k2", 2), keyed(1, "k3", "k3") => "go k3";
    inclusive_page_that_promises_more_halts: LAST.inclusive(), after(&LAST, "k2", 2), keyed(1, "k2", "k2").more(Some(&true)) => "halt MissingContinuation";
    inclusive_first_page_repeats_nothing: LAST.inclusive(), sent(&LAST, "k2"), keyed(1, "k2", "k2") => "go k2";
    inclusive_page_is_short_by_what_was_sent: LAST.inclusive().end_on_short(), after(&LAST, "k2", 3), keyed(2, "k2", "k3") => "end Short, live k3";
    inclusive_page_is_full_by_what_was_sent: LAST.inclusive().end_on_short(), after(&LAST, "k2", 3), keyed(3, "k2", "k4") => "go k4";
    a_page_that_is_not_inclusive_repeats_nothing: LAST, after(&LAST, "k2", 2), keyed(1, "k2", "k2") => "go k2";

    // The key of the last item.
    last_item_goes_on: LAST, at(&LAST), items(2).last_item(Some("id9")) => "go id9";
    last_item_empty_page_ends: LAST, sent(&LAST, "id9"), items(0) => "end Empty, live id9";
    last_item_empty_page_with_a_promise: LAST, sent(&LAST, "id9"), items(0).more(Some(&true)) => "halt MissingContinuation";
    last_item_without_a_key: LAST, at(&LAST), items(2).last_item(None::<&str>) => "halt MissingContinuation";
    last_item_without_a_key_at_a_flagged_end: LAST, at(&LAST), items(2).last_item(None::<&str>).more(Some(&false)) => "end Flag";
    last_item_flag_ends: LAST, at(&LAST), items(2).last_item(Some("id9")).more(Some(&false)) => "end Flag, live id9";
    last_item_short_page_ends_where_declared: LAST.end_on_short(), { let mut p = at(&LAST); p.size = Some(3); p }, items(2).last_item(Some("id9")) => "end Short, live id9";

    // Page numbers.
    page_goes_on: PAGE, counted(&PAGE, 1, 0, None, None), items(2) => "go 2";
    page_empty_ends: PAGE, counted(&PAGE, 4, 6, None, None), items(0) => "end Empty, live 4";
    page_last_of_the_promised_ends: PAGE, counted(&PAGE, 3, 4, Some(3), None), items(2) => "end Total, live 4";
    page_before_the_last_goes_on: PAGE, counted(&PAGE, 2, 2, Some(3), None), items(2) => "go 3";
    page_from_base_0_counts_pages: PAGE.start(0), counted(&PAGE.start(0), 2, 4, Some(3), None), items(2) => "end Total, live 3";
    page_from_base_0_goes_on: PAGE.start(0), counted(&PAGE.start(0), 1, 2, Some(3), None), items(2) => "go 2";
    page_total_of_items_ends: PAGE, counted(&PAGE, 3, 4, None, Some(5)), items(1) => "end Total, live 4";
    page_total_of_items_not_reached: PAGE, counted(&PAGE, 3, 4, None, Some(7)), items(2) => "go 4";
    page_total_that_an_estimate_fits_is_no_end: PAGE, { let mut p = counted(&PAGE, 3, 4, None, Some(5)); p.estimated = true; p }, items(1) => "go 4";
    page_total_that_an_estimate_exceeds_goes_on: PAGE, { let mut p = counted(&PAGE, 3, 4, None, Some(5)); p.estimated = true; p }, items(2) => "go 4";
    page_total_is_ignored_by_a_walk_begun_later: PAGE, { let mut p = counted(&PAGE, 3, 4, None, Some(5)); p.began = 2; p }, items(2) => "go 4";
    page_empty_with_a_flag_is_skipped: PAGE, counted(&PAGE, 2, 2, None, None), items(0).more(Some(&true)) => "go 3";
    page_empty_with_promised_pages_is_skipped: PAGE, counted(&PAGE, 2, 2, Some(5), None), items(0) => "go 3";
    page_empty_ends_where_declared_whatever_is_promised: PAGE.end_on_empty(), counted(&PAGE, 2, 2, Some(5), None), items(0) => "end Empty, live 2";
    page_empty_with_a_promised_total_ends: PAGE, counted(&PAGE, 2, 2, None, Some(9)), items(0) => "end Empty, live 2";
    page_empty_gaps_have_a_budget: PAGE, { let mut p = counted(&PAGE, 5, 2, Some(9), None); p.empty_pages = 3; p }, items(0) => "halt EmptyPages 3";
    page_flag_outranks_the_number_of_pages: PAGE, counted(&PAGE, 3, 4, Some(3), None), items(2).more(Some(&true)) => "go 4";
    page_flag_ends: PAGE, counted(&PAGE, 1, 0, Some(3), None), items(2).more(Some(&false)) => "end Flag, live 2";
    page_short_is_no_end: PAGE, { let mut p = counted(&PAGE, 2, 2, None, None); p.size = Some(2); p }, items(1) => "go 3";
    page_short_ends_where_declared: PAGE.end_on_short(), { let mut p = counted(&PAGE, 2, 2, None, None); p.size = Some(2); p }, items(1) => "end Short, live 3";
    page_short_in_the_middle_of_promised_pages: PAGE.end_on_short(), { let mut p = counted(&PAGE, 2, 2, Some(4), None); p.size = Some(2); p }, items(1) => "go 3";
    page_number_overflow_is_no_panic: PAGE, counted(&PAGE, u64::MAX, 0, None, None), items(1) => "halt MissingContinuation";

    // Offsets advance by what was received.
    offset_advances_by_the_items_received: OFFSET, { let mut p = counted(&OFFSET, 10, 10, None, None); p.size = Some(5); p }, items(2) => "go 12";
    offset_advances_past_larger_pages: OFFSET, { let mut p = counted(&OFFSET, 0, 0, None, None); p.size = Some(30); p }, items(90) => "go 90";
    offset_empty_ends: OFFSET, counted(&OFFSET, 12, 12, None, None), items(0) => "end Empty, live 12";
    offset_empty_with_a_flag: OFFSET, counted(&OFFSET, 12, 12, None, None), items(0).more(Some(&true)) => "halt MissingContinuation";
    offset_total_ends: OFFSET, counted(&OFFSET, 10, 10, None, Some(12)), items(2) => "end Total, live 12";
    offset_total_counts_from_the_base: OFFSET, { let mut p = counted(&OFFSET, 10, 0, None, Some(12)); p.began = 10; p }, items(1) => "go 11";
    offset_total_counts_from_the_declared_base: OFFSET.start(1), counted(&OFFSET.start(1), 11, 10, None, Some(12)), items(2) => "end Total, live 13";
    offset_flag_outranks_the_total: OFFSET, counted(&OFFSET, 10, 10, None, Some(12)), items(2).more(Some(&true)) => "go 12";
    offset_flag_ends: OFFSET, counted(&OFFSET, 0, 0, None, Some(12)), items(2).done(Some(&true)) => "end Flag, live 2";
    offset_short_ends_where_declared: OFFSET.end_on_short(), { let mut p = counted(&OFFSET, 4, 4, None, None); p.size = Some(2); p }, items(1) => "end Short, live 5";
    offset_short_before_the_total_goes_on: OFFSET.end_on_short(), { let mut p = counted(&OFFSET, 4, 4, None, Some(9)); p.size = Some(2); p }, items(1) => "go 5";
    offset_overflow_is_no_panic: OFFSET, counted(&OFFSET, u64::MAX, 0, None, None), items(1) => "halt MissingContinuation";

    // A link with a method keeps it.
    link_with_a_method_goes_on: LINK, at(&LINK), items(1).next(Next::link(LinkTarget::get("/x"))) => "go /x";
}

#[test]
fn totals_that_mean_unknown_are_ignored() {
    for total in [
        serde_json::json!(null),
        serde_json::json!(0),
        serde_json::json!(-1),
        serde_json::json!("many"),
        serde_json::json!(1.5),
    ] {
        let page = items(2).total(Some(&total)).pages(Some(&total));
        assert_eq!((page.total, page.pages), (None, None), "{total}");
    }
    let page = items(2).total(Some("42")).pages(Some(&7.0));
    assert_eq!((page.total, page.pages), (Some(42), Some(7)));
}
