//! What only requests show: a page number, a number of items to skip, the key of the last item.

use serde_json::Value;

use crate::declaration::{Mode, Path, RequestLocation};
use crate::infer::facts::Facts;
use crate::infer::hypothesis::seen;
use crate::infer::words;
use crate::model::Sample;
use crate::probe::ground::{Found, Ground, IsHit, Page};
use crate::probe::leads;
use crate::probe::list::Seam;
use crate::probe::names;
use crate::probe::talk::{Halt, Reply};
use crate::value;

/// Whether a page number leads on.
pub(super) fn by_page<'t>(
    ground: &Ground<'t>,
    echoes: &[String],
) -> Result<Option<Found<'t>>, Halt> {
    let names = names::pages(&ground.base, echoes);
    let is_hit = |seam, _: &Reply| seam != Seam::Same;
    let found = ground.search(&names.likely, &names.others, &2.into(), &is_hit)?;
    match found {
        Some(to) => numbered(ground, &to),
        None => Ok(None),
    }
}

fn numbered<'t>(ground: &Ground<'t>, to: &RequestLocation) -> Result<Option<Found<'t>>, Halt> {
    let ask = |number: u64, why: &str| ground.seam_with(to, &number.into(), why);
    let (two, seam) = ask(2, "are these other items?")?;
    // As many items further as the number says: it counts items.
    if seam == Some(Seam::Overlaps(Some(2))) {
        return skipped(ground, to);
    }
    if !matches!(seam, Some(Seam::Other | Seam::Empty)) {
        return Ok(None);
    }
    let (one, seam_of_one) = ask(1, "is this the first page?")?;
    let (start, second, third) = match seam_of_one {
        Some(Seam::Same) => {
            let (three, _) = ask(3, "is this another page?")?;
            (1, two, three)
        }
        Some(Seam::Other) => match ask(0, "is this the first page?")? {
            (_, Some(Seam::Same)) => (0, one, two),
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    let Some(second) = ground.page_of(second).filter(|page| !page.keys.is_empty()) else {
        return Ok(None);
    };
    let mut pages = vec![ground.first(), second];
    let mut ended = true;
    if let Some(third) = ground.page_of(third) {
        match is_new(&pages, &third) {
            Some(true) => {
                ended = false;
                pages.push(third);
            }
            Some(false) => return Ok(None),
            // Empty, or the page before again: the list has two pages.
            None => {}
        }
    }
    let evidence = vec![seen(
        "page",
        format!("parameter `{}`", to.name),
        format!(
            "{start} is the first page, and {} has other items",
            start + 1
        ),
    )];
    Ok(Some(Found {
        mode: Mode::Page(to.clone()),
        start: (start != 1).then_some(start),
        pages,
        ended,
        by_flag: false,
        evidence,
    }))
}

/// Whether a page has new items. `None` if it has none, or is the last one again.
fn is_new(pages: &[Page<'_>], page: &Page<'_>) -> Option<bool> {
    if page.keys.is_empty() || pages.last().is_some_and(|last| last.keys == page.keys) {
        return None;
    }
    let is_known = |key: &String| pages.iter().any(|page| page.keys.contains(key));
    Some(!page.keys.iter().any(is_known))
}

/// Whether a number of items to skip leads on.
pub(super) fn by_offset<'t>(
    ground: &Ground<'t>,
    echoes: &[String],
) -> Result<Option<Found<'t>>, Halt> {
    let items = ground.keys.len();
    let names = names::offsets(&ground.base, echoes);
    // The last item comes first then, and the seam is seen.
    let (value, is_hit): (usize, Box<IsHit<'static>>) = match items {
        0 => return Ok(None),
        1 => (1, Box::new(|seam, _: &Reply| seam == Seam::Other)),
        _ => (
            items - 1,
            Box::new(move |seam, _: &Reply| {
                seam == Seam::Overlaps(Some(items - 1)) || seam == Seam::Overlaps(Some(items - 2))
            }),
        ),
    };
    let value = Value::from(value);
    let found = ground.search(&names.likely, &names.others, &value, &is_hit)?;
    // What begins at a number can begin at a key, too.
    let is_key = |to: &RequestLocation| {
        let words = words::split(&to.name);
        ground.list.is_numbered(&ground.keys) && words::are_any(&words, &["start", "from"])
    };
    match found {
        Some(to) if !is_key(&to) => skipped(ground, &to),
        _ => Ok(None),
    }
}

fn skipped<'t>(ground: &Ground<'t>, to: &RequestLocation) -> Result<Option<Found<'t>>, Halt> {
    let items = ground.keys.len();
    let ask = |skip: usize, why: &str| ground.seam_with(to, &skip.into(), why);
    let start = match items {
        0 => return Ok(None),
        1 => match (
            ask(1, "is this the second item?")?.1,
            ask(0, "is this the first item?")?.1,
        ) {
            (Some(Seam::Other), Some(Seam::Same)) => 0,
            _ => return Ok(None),
        },
        _ => match ask(items - 1, "does it begin with the last item?")?.1 {
            Some(Seam::Overlaps(Some(at))) if at + 1 == items => 0,
            Some(Seam::Overlaps(Some(at))) if at + 2 == items => 1,
            _ => return Ok(None),
        },
    };
    let mut pages = vec![ground.first()];
    let mut ended = false;
    let mut skip = items + start;
    while pages.len() < 3 && !ended {
        let (reply, _) = ask(skip, "the next page")?;
        match ground.page_of(reply) {
            Some(page) if is_new(&pages, &page) == Some(true) => {
                skip += page.keys.len();
                pages.push(page);
            }
            Some(page) if !page.keys.is_empty() => return Ok(None),
            _ => ended = true,
        }
    }
    if pages.len() < 2 {
        return Ok(None);
    }
    let evidence = vec![seen(
        "offset",
        format!("parameter `{}`", to.name),
        "skips so many items: one less than the first page has begins with its last item",
    )];
    Ok(Some(Found {
        mode: Mode::Offset(to.clone()),
        start: u64::try_from(start).ok().filter(|start| *start > 0),
        pages,
        ended,
        by_flag: false,
        evidence,
    }))
}

/// Whether the key of the last item leads on.
pub(super) fn by_last_item<'t>(ground: &Ground<'t>) -> Result<Option<Found<'t>>, Halt> {
    let Some(key) = ground.list.key() else {
        return Ok(None);
    };
    let items = ground.list.items(ground.page);
    let of = |at: usize| items.get(at).and_then(|item| item.get(key)).cloned();
    let count = items.len();
    let last = count.checked_sub(1).and_then(of);
    let (value, is_hit): (_, Box<IsHit<'static>>) = match count {
        0 => return Ok(None),
        1 => (last, Box::new(|seam, _: &Reply| seam == Seam::Other)),
        _ => (
            of(count - 2),
            Box::new(move |seam, _: &Reply| seam == Seam::Overlaps(Some(count - 1))),
        ),
    };
    let Some(value) = value else {
        return Ok(None);
    };
    let names = names::afters(&ground.base);
    let found = ground.search(&names.likely, &names.others, &value, &is_hit)?;
    let Some(to) = found else {
        return Ok(None);
    };
    // Keys that count are numbers of items to skip, too.
    let is_number = words::are_any(&words::split(&to.name), &["cursor", "marker", "last"]);
    if is_number && ground.list.is_numbered(&ground.keys) {
        return Ok(None);
    }
    let Some((pages, ended)) = after_each(ground, key, &to)? else {
        return Ok(None);
    };
    let behind = "the list goes on behind the item whose key is sent";
    let place = format!("parameter `{}`", to.name);
    let evidence = vec![
        seen("last_item", place, behind),
        seen(
            "last_item",
            format!("member `{key}` of an item"),
            "is that key",
        ),
    ];
    Ok(Some(Found {
        mode: Mode::LastItem(Path(vec![key.to_owned()]), to),
        start: None,
        pages,
        ended,
        by_flag: false,
        evidence,
    }))
}

/// The pages after the last item of each, and whether the last of them is that of the list.
fn after_each<'t>(
    ground: &Ground<'t>,
    key: &str,
    to: &RequestLocation,
) -> Result<Option<(Vec<Page<'t>>, bool)>, Halt> {
    let mut pages = vec![ground.first()];
    let mut ended = false;
    while pages.len() < 3 && !ended {
        let last = pages.last().and_then(|page| {
            let last = ground.list.items(page.sample).pop()?;
            last.get(key).cloned()
        });
        let Some(last) = last else { break };
        let (reply, _) = ground.seam_with(to, &last, "the page after the last item")?;
        match ground.page_of(reply) {
            Some(page) if is_new(&pages, &page) == Some(true) => pages.push(page),
            Some(page) if !page.keys.is_empty() => return Ok(None),
            _ => ended = true,
        }
    }
    Ok((pages.len() > 1).then_some((pages, ended)))
}

/// Names of numbers that a request can have caused: those of members, and the parameters of a link
/// to the next page.
pub(super) fn echoes(facts: &Facts<'_>, page: &Sample) -> Vec<String> {
    let fields = facts
        .fields
        .iter()
        .filter(|field| field.body_path().is_some());
    fields
        .filter(|field| {
            let value = value::read(page, &field.location);
            value.is_some_and(|value| value.as_u64().is_some())
        })
        .filter_map(|field| field.path.last().map(|name| (*name).to_owned()))
        .chain(leads::linked(facts, page).into_iter().map(|(name, _)| name))
        .collect()
}
