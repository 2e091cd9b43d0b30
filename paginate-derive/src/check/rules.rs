//! Rules about keys and their combinations that do not depend on the struct.

use crate::attrs::Attrs;
use crate::errors::Ctxt;
use crate::keys::Key;
use crate::location::{End, Place};

type Rule = fn(&Attrs, &mut Ctxt);

pub(super) const ALL: &[Rule] = &[
    one_source,
    param_where_something_is_written,
    last_item_says_where,
    continue_at_with_a_token,
    start_of_a_counter,
    more_or_done,
    statuses_where_pages_are_guessed,
    empty_is_no_end_beside_a_flag,
    repeats_need_an_end,
    inclusive_pages_are_keyed,
    inclusive_pages_hold_two,
    sizes_in_order,
    variables_are_in_the_body,
];

/// Requires exactly one source.
fn one_source(attrs: &Attrs, cx: &mut Ctxt) {
    let mut sources = attrs.sources();
    match (sources.next(), attrs.attribute) {
        (Some((first, _)), _) => {
            for (key, at) in sources {
                cx.error(
                    at,
                    format!(
                        "`{}` and `{}` both say how to reach the next page: keep the one that this API uses",
                        first.name(),
                        key.name()
                    ),
                );
            }
        }
        (None, Some(at)) if !attrs.incomplete => {
            cx.error(
                at,
                "missing the key that says how to reach the next page: add one of `token`, `next_url`, `page`, `offset`, `last_item` or `next_with`",
            );
        }
        (None, _) => {}
    }
}

/// Allows `param` only for sources that it applies to: a token, a key and the result of a function.
/// A link is followed, and a page number or offset names its own location.
fn param_where_something_is_written(attrs: &Attrs, cx: &mut Ctxt) {
    let Some(at) = attrs.at(Key::Param) else {
        return;
    };
    match attrs.mode() {
        Some(Key::NextUrl) => cx.error(
            at,
            "a link is followed unchanged, so no parameter is sent: remove `param`",
        ),
        Some(key @ (Key::Page | Key::Offset)) => {
            cx.error(
                at,
                format!(
                    "`{0} = ..` already names the parameter of the number: remove `param`",
                    key.name()
                ),
            );
        }
        _ => {}
    }
}

/// Requires `param` with `last_item`: a key such as `id` is rarely sent under its own name, so
/// there is no default.
fn last_item_says_where(attrs: &Attrs, cx: &mut Ctxt) {
    if attrs.mode() != Some(Key::LastItem) || attrs.has(Key::Param) || attrs.incomplete {
        return;
    }
    if let Some(at) = attrs.at(Key::LastItem) {
        cx.error(
            at,
            "`last_item` has no default parameter: add `param` with the name of the query parameter that this API reads, often `starting_after`, `after` or `since_id`",
        );
    }
}

/// Allows `continue_at` only with `token`: a link has its own path, and the other modes repeat the
/// first request.
fn continue_at_with_a_token(attrs: &Attrs, cx: &mut Ctxt) {
    let (Some(at), Some(mode)) = (attrs.at(Key::ContinueAt), attrs.mode()) else {
        return;
    };
    match mode {
        Key::Token => {}
        Key::NextUrl => cx.error(at, "a link already contains its path: remove `continue_at`"),
        other => cx.error(
            at,
            format!(
                "`continue_at` works only with `token`; this declaration uses `{}`: remove `continue_at`",
                other.name()
            ),
        ),
    }
}

fn start_of_a_counter(attrs: &Attrs, cx: &mut Ctxt) {
    let (Some(at), Some(mode)) = (attrs.at(Key::Start), attrs.mode()) else {
        return;
    };
    match mode {
        Key::Page | Key::Offset => {}
        Key::Token => cx.error(
            at,
            "`start` works only with `page` and `offset`; this declaration uses `token`: remove `start`. To begin at a token, put it into the first request",
        ),
        other => cx.error(
            at,
            format!(
                "`start` works only with `page` and `offset`; this declaration uses `{}`: remove `start`",
                other.name()
            ),
        ),
    }
}

fn more_or_done(attrs: &Attrs, cx: &mut Ctxt) {
    if let (Some(_), Some(at)) = (attrs.at(Key::More), attrs.at(Key::Done)) {
        cx.error(
            at,
            "`more` and `done` have opposite meanings: keep the one that this API has",
        );
    }
}

/// Allows statuses in `end_on` only if the walk guesses the next page. If the API names the next
/// page, an error status is an error.
fn statuses_where_pages_are_guessed(attrs: &Attrs, cx: &mut Ctxt) {
    let Some(mode) = attrs.mode() else { return };
    if matches!(mode, Key::Page | Key::Offset | Key::LastItem) {
        return;
    }
    for word in attrs.end_on() {
        if let End::Status(status) = word.end {
            cx.error(
                word.at,
                format!(
                    "a status can end the walk only with `page`, `offset` or `last_item`; this declaration uses `{}`: remove {status}",
                    mode.name()
                ),
            );
        }
    }
}

/// Refuses `end_on = [empty]` with a flag: if an empty page ended the walk before the flag does,
/// the rest would be lost.
fn empty_is_no_end_beside_a_flag(attrs: &Attrs, cx: &mut Ctxt) {
    let Some(flag) = [Key::More, Key::Done]
        .into_iter()
        .find(|key| attrs.has(*key))
    else {
        return;
    };
    for word in attrs.end_on().iter().filter(|word| word.end == End::Empty) {
        cx.error(
            word.at,
            format!(
                "`{}` already says where the end is: remove `empty`",
                flag.name()
            ),
        );
    }
}

/// Requires another sign of the end with `repeats`, which disables the loop guard.
fn repeats_need_an_end(attrs: &Attrs, cx: &mut Ctxt) {
    if !attrs.word(Key::Repeats) || attrs.incomplete || attrs.has_end() {
        return;
    }
    if let Some(at) = attrs.at(Key::Repeats) {
        let ends = match attrs.mode() {
            Some(Key::Page) => "`more`, `done`, `pages` or `total`",
            Some(Key::Offset) => "`more`, `done` or `total`",
            _ => "`more`, `done` or `end_on = [empty]`",
        };
        cx.error(
            at,
            format!("`repeats` turns off the guard against endless loops, so the walk needs another end: add {ends}"),
        );
    }
}

/// Allows `inclusive` only with `last_item`.
fn inclusive_pages_are_keyed(attrs: &Attrs, cx: &mut Ctxt) {
    let (Some(at), Some(mode)) = (attrs.at(Key::Inclusive), attrs.mode()) else {
        return;
    };
    if mode != Key::LastItem {
        cx.error(
            at,
            format!(
                "`inclusive` works only with `last_item`; this declaration uses `{}`: remove `inclusive`",
                mode.name()
            ),
        );
    }
}

/// Requires a page size of at least two with `inclusive`: a page of one item would contain only the
/// repeated item, which means the end.
fn inclusive_pages_hold_two(attrs: &Attrs, cx: &mut Ctxt) {
    if !attrs.word(Key::Inclusive) {
        return;
    }
    for key in [Key::Prefer, Key::Max] {
        if let Some(number) = attrs.number(key).filter(|number| number.value < 2) {
            cx.error(
                number.at,
                format!(
                    "`{} = {}` is too small with `inclusive`: each page repeats one item, so write at least 2",
                    key.name(),
                    number.value
                ),
            );
        }
    }
}

/// `min <= prefer <= max`
fn sizes_in_order(attrs: &Attrs, cx: &mut Ctxt) {
    // If `prefer` is given, comparing `min` with `max` is redundant.
    let pairs: &[(Key, Key)] = match attrs.number(Key::Prefer) {
        Some(_) => &[(Key::Min, Key::Prefer), (Key::Prefer, Key::Max)],
        None => &[(Key::Min, Key::Max)],
    };
    for (low, high) in pairs {
        let (Some(a), Some(b)) = (attrs.number(*low), attrs.number(*high)) else {
            continue;
        };
        if a.value > b.value {
            cx.error(
                a.at,
                format!(
                    "`{} = {}` is larger than `{} = {}`: change one of them",
                    low.name(),
                    a.value,
                    high.name(),
                    b.value
                ),
            );
        }
    }
}

/// Refuses `"variables.after"` as the name of a query parameter: GraphQL reads its variables from
/// the body.
fn variables_are_in_the_body(attrs: &Attrs, cx: &mut Ctxt) {
    let whole = [Key::Param, Key::Page, Key::Offset, Key::Size];
    let whole = whole
        .into_iter()
        .filter_map(|key| Some((format!("{} = ", key.name()), attrs.request(key)?)));
    let parts = attrs.param_parts().map(|parts| parts.list.iter());
    let parts = parts.into_iter().flatten().map(|to| (String::new(), to));
    for (write, to) in whole.chain(parts) {
        match &to.place {
            Place::Query(name) if name.starts_with("variables.") => cx.error(
                to.at,
                format!(
                    "`{name}` would be the name of a query parameter, but a variable of GraphQL is a member of the body: write `{write}body(\"{name}\")`"
                ),
            ),
            _ => {}
        }
    }
}
