//! Flags of the end, and whether a page has a next one.

use crate::declaration::{Declaration, Mode};
use crate::infer::facts::Facts;
use crate::infer::hypothesis::seen;
use crate::infer::{flags, totals};
use crate::model::Sample;
use crate::probe::end::{End, number};
use crate::probe::ground::{Found, Ground, Page};
use crate::probe::leads::flag;
use crate::value;

/// A flag is declared if it was true wherever a page followed, and was not so on the last page.
pub(super) fn complete<'t>(
    ground: &Ground<'t>,
    facts: &Facts<'_>,
    found: &Found<'t>,
    large: Option<&'t Sample>,
    declaration: &mut Declaration,
    end: &mut End,
) {
    for (key, says, goes_on) in [
        ("more", flags::Says::More, true),
        ("done", flags::Says::Done, false),
    ] {
        let Some(field) = flags::find(facts, &found.mode.parent(), says) else {
            continue;
        };
        let of = |page: &Page<'_>| flag(page.sample, &field.location);
        let (last, before) = match (found.pages.split_last(), found.ended) {
            (Some((last, before)), true) => (Some(last), before),
            (Some((_, before)), false) => (None, before),
            _ => continue,
        };
        let is_right = before.iter().all(|page| of(page) == Some(goes_on))
            && last.is_none_or(|last| of(last) == Some(!goes_on));
        if !is_right {
            let text = format!("the {} is not always right, and is left out", field.name());
            end.open.push(text);
            continue;
        }
        if found.by_flag || declaration.more.is_none() && declaration.done.is_none() {
            let location = Some(field.location.clone());
            match key {
                "more" => declaration.more = location,
                _ => declaration.done = location,
            }
            let whole = large.filter(|large| {
                flag(large, &field.location) == Some(!goes_on) && ground.list.keys(large).len() > 1
            });
            let pages = before.len();
            let text = match (last, whole) {
                (Some(_), _) => format!(
                    "is {goes_on} on {pages} pages, and {} on the last one",
                    !goes_on
                ),
                (None, Some(_)) => format!(
                    "is {goes_on} on {pages} pages, and {} on a page with all",
                    !goes_on
                ),
                (None, None) => {
                    let text = format!("the {} was not seen on the last page", field.name());
                    end.open.push(text);
                    format!("is {goes_on} on {pages} pages, and after each there is one")
                }
            };
            end.evidence.push(seen(key, field.name(), text));
        }
    }
}

/// Whether a page has a next one, by its total, flag or token.
pub(super) fn goes_on(
    facts: &Facts<'_>,
    found: &Found<'_>,
    page: &Sample,
    items: usize,
) -> Option<bool> {
    match &found.mode {
        Mode::Token(parts) => {
            return Some(
                parts
                    .iter()
                    .any(|(from, _)| value::read(page, from).is_some()),
            );
        }
        Mode::NextUrl(from) => return Some(value::read(page, from).is_some()),
        _ => {}
    }
    let more = flags::find(facts, &found.mode.parent(), flags::Says::More);
    if let Some(more) = more.and_then(|field| flag(page, &field.location)) {
        return Some(more);
    }
    let total = totals::items(facts, &found.mode.parent())?;
    Some(number(page, total)? > u64::try_from(items).ok()?)
}
