//! What the end of a list looks like, and what tells it.

use crate::declaration::{Declaration, Mode, Path, RequestLocation};
use crate::infer::facts::{Facts, Field};
use crate::infer::hypothesis::seen;
use crate::infer::totals;
use crate::model::Sample;
use crate::probe::flag;
use crate::probe::ground::{Found, Ground, Page};
use crate::probe::list::{Seam, seam};
use crate::probe::talk::{Halt, Reply};
use crate::value;
use crate::verdict::Evidence;

/// A page that no list has.
const FAR: u64 = 1_000_000;

/// What is concluded of the end.
#[derive(Debug, Default)]
pub(super) struct End {
    pub(super) evidence: Vec<Evidence>,
    /// What is still open.
    pub(super) open: Vec<String>,
    /// A question without whose answer nothing can be declared.
    pub(super) question: Option<String>,
}

/// What comes behind the last page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    Empty,
    Refused(u16),
    Repeat,
    More,
}

/// Fills the signs of the end into the declaration, as far as pages prove them.
pub(super) fn complete<'t>(
    ground: &Ground<'t>,
    facts: &Facts<'_>,
    found: &Found<'t>,
    large: Option<&'t Sample>,
    declaration: &mut Declaration,
) -> Result<End, Halt> {
    let mut end = End::default();
    let total = totals::items(facts, &found.mode.parent());
    let total = total.filter(|field| is_steady(field, found));
    match &found.mode {
        Mode::Page(to) => {
            let whole = large.map(|large| ground.list.keys(large).len());
            let whole = whole.and_then(|whole| u64::try_from(whole).ok());
            by_page(
                ground,
                facts,
                found,
                to,
                (total, whole),
                declaration,
                &mut end,
            )?;
        }
        Mode::Offset(to) => by_offset(ground, found, to, total, declaration, &mut end)?,
        _ => {
            if let (true, Some(field)) = (found.ended, total) {
                let items: usize = found.pages.iter().map(|page| page.keys.len()).sum();
                if number(ground.page, field) == u64::try_from(items).ok() {
                    declaration.total = Some(field.location.clone());
                    let text =
                        format!("is {items}, and the pages up to the end have so many items");
                    end.evidence.push(seen("total", field.name(), text));
                }
            }
            if let (Mode::LastItem(key, to), true) = (&found.mode, found.ended) {
                behind_last_item(ground, found, (key, to), declaration, &mut end)?;
            }
            if !found.ended {
                let text = "the last page was not seen: `--walk` goes to it";
                end.open.push(text.to_owned());
            }
        }
    }
    flag::complete(ground, facts, found, large, declaration, &mut end);
    Ok(end)
}

/// The number of a page's field.
pub(super) fn number(page: &Sample, field: &Field<'_>) -> Option<u64> {
    value::count(page, &field.location)
}

/// Whether the number is the same on each page.
fn is_steady(field: &Field<'_>, found: &Found<'_>) -> bool {
    let numbers = found.pages.iter().map(|page| number(page.sample, field));
    let mut numbers = numbers.collect::<Vec<_>>().into_iter();
    let first = numbers.next().flatten();
    first.is_some() && numbers.all(|other| other == first)
}

/// What a request for that number brings, behind the pages that are known.
fn behind<'t>(
    ground: &Ground<'t>,
    to: &RequestLocation,
    number: u64,
    known: &[Page<'t>],
) -> Result<(Behind, Option<Page<'t>>), Halt> {
    let (reply, _) = ground.seam_with(to, &number.into(), "what does the end look like?")?;
    Ok(what_is_behind(ground, reply, known))
}

fn what_is_behind<'t>(
    ground: &Ground<'t>,
    reply: &'t Reply,
    known: &[Page<'t>],
) -> (Behind, Option<Page<'t>>) {
    if let Reply::Refused(status, _) = reply {
        return (Behind::Refused(*status), None);
    }
    let Some(page) = ground.page_of(reply) else {
        return (Behind::Refused(0), None);
    };
    let is_known = known
        .iter()
        .any(|known| seam(&known.keys, &page.keys) == Seam::Same);
    let what = match page.keys.is_empty() {
        true => Behind::Empty,
        false if is_known => Behind::Repeat,
        false => Behind::More,
    };
    (what, Some(page))
}

fn by_page<'t>(
    ground: &Ground<'t>,
    facts: &Facts<'_>,
    found: &Found<'t>,
    to: &RequestLocation,
    (total, whole): (Option<&Field<'_>>, Option<u64>),
    declaration: &mut Declaration,
    end: &mut End,
) -> Result<(), Halt> {
    let start = found.start.unwrap_or(1);
    let size = u64::try_from(ground.keys.len()).unwrap_or(1).max(1);
    let pages = totals::pages(facts, &found.mode.parent()).filter(|field| is_steady(field, found));
    let by_pages = pages.and_then(|field| number(ground.page, field));
    let by_total = total.and_then(|field| number(ground.page, field));
    let count = match found.ended {
        true => u64::try_from(found.pages.len()).ok(),
        false => by_pages.or(by_total.or(whole).map(|total| total.div_ceil(size))),
    };
    let mut known = found.pages.clone();
    if let Some(count) = count.filter(|count| *count >= 2) {
        let last = start + count - 1;
        let last_page = match usize::try_from(count - 1).ok().and_then(|at| known.get(at)) {
            Some(page) => Some(page.clone()),
            None => match behind(ground, to, last, &known)? {
                (Behind::More, page) => page,
                _ => None,
            },
        };
        if let Some(page) = last_page {
            let length = u64::try_from(page.keys.len()).unwrap_or_default();
            known.push(page);
            let (after, _) = behind(ground, to, last + 1, &known)?;
            if after != Behind::More {
                let rest = by_total.map(|total| total.saturating_sub((count - 1) * size));
                if let Some(field) = total.filter(|_| rest == Some(length)) {
                    declaration.total = Some(field.location.clone());
                    let text =
                        format!("is right: page {last} has {length} items, and is the last one");
                    end.evidence.push(seen("total", field.name(), text));
                }
                if let Some(field) = pages.filter(|_| by_pages == Some(count)) {
                    declaration.pages = Some(field.location.clone());
                    let text = format!("is right: page {last} is the last one");
                    end.evidence.push(seen("pages", field.name(), text));
                }
                if declaration.total.is_none() && declaration.pages.is_none() {
                    end_on(after, numbered(last + 1), declaration, end);
                }
                return Ok(());
            }
        }
    }
    far(ground, found, to, declaration, end)
}

/// The end by a page that no list has, and if that is an error, by the first page that is one.
fn far<'t>(
    ground: &Ground<'t>,
    found: &Found<'t>,
    to: &RequestLocation,
    declaration: &mut Declaration,
    end: &mut End,
) -> Result<(), Halt> {
    let (after, _) = behind(ground, to, FAR, &found.pages)?;
    let first = found.start.unwrap_or(1);
    match after {
        Behind::Empty => {
            end_on(after, numbered(FAR), declaration, end);
            return Ok(());
        }
        Behind::More => {
            let name = &to.name;
            // The last page again, or a list without an end: the page after tells.
            end.question = Some(format!(
                "does this list end? {name}={FAR} has items, too; a filter that makes the list \
                 short would tell"
            ));
            return Ok(());
        }
        Behind::Refused(_) | Behind::Repeat => {}
    }
    // The last page is between what was seen and the far one.
    let mut low = first + u64::try_from(found.pages.len()).unwrap_or(1) - 1;
    let mut high = FAR;
    let mut what = after;
    while high - low > 1 {
        let middle = match high {
            FAR => low * 2,
            _ => low + (high - low) / 2,
        };
        let middle = middle.clamp(low + 1, high - 1);
        let (here, _) = behind(ground, to, middle, &found.pages)?;
        match here {
            Behind::More => low = middle,
            _ => (high, what) = (middle, here),
        }
    }
    end_on(what, numbered(high), declaration, end);
    Ok(())
}

fn end_on(after: Behind, place: impl Into<String>, declaration: &mut Declaration, end: &mut End) {
    let (sign, text) = match after {
        Behind::Empty => {
            let text = "has an empty page, which ends a walk";
            end.evidence.push(seen("end", place, text));
            return;
        }
        Behind::Repeat => ("repeat".to_owned(), "brings a page again".to_owned()),
        Behind::Refused(0) | Behind::More => {
            end.question = Some("what does the page after the last look like?".to_owned());
            return;
        }
        Behind::Refused(status) => (status.to_string(), format!("is answered with {status}")),
    };
    declaration.end_on.push(sign);
    end.evidence.push(seen("end_on", place, text));
}

/// How evidence names a number that was asked for.
fn numbered(number: u64) -> String {
    format!("number {number}")
}

fn by_offset<'t>(
    ground: &Ground<'t>,
    found: &Found<'t>,
    to: &RequestLocation,
    total: Option<&Field<'_>>,
    declaration: &mut Declaration,
    end: &mut End,
) -> Result<(), Halt> {
    let start = found.start.unwrap_or(0);
    let by_total = total.and_then(|field| number(ground.page, field));
    if let (Some(total), Some(field)) = (by_total.filter(|total| *total > 1), total) {
        let (_, last) = behind(ground, to, start + total - 1, &[])?;
        if last.is_some_and(|last| last.keys.len() == 1) {
            declaration.total = Some(field.location.clone());
            let text = format!("is right: one item is left behind {}", total - 1);
            end.evidence.push(seen("total", field.name(), text));
            return Ok(());
        }
    }
    let items: usize = found.pages.iter().map(|page| page.keys.len()).sum();
    let next = match found.ended {
        true => start + u64::try_from(items).unwrap_or(FAR),
        false => FAR,
    };
    match behind(ground, to, next, &found.pages)?.0 {
        Behind::Empty => end_on(Behind::Empty, numbered(next), declaration, end),
        Behind::Refused(status) if found.ended => {
            end_on(Behind::Refused(status), numbered(next), declaration, end);
        }
        _ => {
            end.question = Some(format!(
                "what does the end of the list look like? {}={next} is no empty page",
                to.name
            ));
        }
    }
    Ok(())
}

fn behind_last_item<'t>(
    ground: &Ground<'t>,
    found: &Found<'t>,
    (key, to): (&Path, &RequestLocation),
    declaration: &mut Declaration,
    end: &mut End,
) -> Result<(), Halt> {
    let last = found.pages.last().and_then(|page| {
        let last = ground.list.items(page.sample).pop()?;
        value::at(last, key).cloned()
    });
    let Some(last) = last else { return Ok(()) };
    let (reply, _) = ground.seam_with(to, &last, "the page after the last item")?;
    let (after, _) = what_is_behind(ground, reply, &found.pages);
    end_on(after, "the key of the last item", declaration, end);
    Ok(())
}

/// The place of a total in the response, for messages.
pub(super) fn total_of(facts: &Facts<'_>, page: &Sample) -> Option<u64> {
    number(page, totals::items(facts, &[])?)
}

/// The number of pages, as the first page says.
pub(super) fn pages_of(facts: &Facts<'_>, page: &Sample) -> Option<u64> {
    number(page, totals::pages(facts, &[])?)
}
