//! The parameter that asks for the page size, and the largest size.

use crate::declaration::RequestLocation;
use crate::model::Sample;
use crate::probe::ground::{Ground, SINGLES};
use crate::probe::list::{Seam, seam};
use crate::probe::names;
use crate::probe::talk::{Halt, Reply};

/// A size that few APIs give.
const LARGE: u64 = 1000;

/// The parameter that the API obeys, with a size that makes three pages of the first one, of at
/// least so many items.
pub(super) fn find(
    ground: &Ground<'_>,
    echoes: &[String],
    least: usize,
) -> Result<Option<(RequestLocation, usize)>, Halt> {
    let items = ground.keys.len();
    if items < 2 {
        return Ok(None);
    }
    let small = items.div_ceil(3).max(least).min(items - 1);
    let names = names::sizes(&ground.base, echoes);
    if let Some(found) = one_by_one(ground, &names.likely, small)? {
        return Ok(Some(found));
    }
    // What was not tried alone is tried with the others.
    let untried = names.likely.into_iter().skip(SINGLES);
    let mut names: Vec<RequestLocation> = untried.chain(names.others).collect();
    // Of two items nothing can be told apart but all and one.
    if items == 2
        && let Some(found) = one_by_one(ground, &names, small)?
    {
        return Ok(Some(found));
    }
    if names.is_empty() {
        return Ok(None);
    }
    // Many at once, each with a size of its own: how many items come says which one counts.
    let mut is_sure = false;
    while names.len() > 2 {
        let parts = match is_sure {
            true => items.min(names.len()),
            false => (items - 1).min(names.len()),
        };
        let groups = groups(&names, parts);
        let request = groups
            .iter()
            .take(items - 1)
            .enumerate()
            .flat_map(|(part, names)| names.iter().map(move |to| (part, to)))
            .fold(ground.base.clone(), |request, (part, to)| {
                request.with(to, &(part + 1).into())
            });
        let why = format!("does one of {} parameters set the page size?", names.len());
        let reply = ground.talk.ask(&request, why)?;
        if let Reply::Refused(..) = reply {
            return one_by_one(ground, &names, small);
        }
        let part = match count(ground, reply) {
            Some(found) if found < items => found - 1,
            // Those of the last part were not in the request.
            Some(_) if is_sure && groups.len() == items => items - 1,
            _ => return Ok(None),
        };
        is_sure = true;
        names = groups.get(part).copied().unwrap_or_default().to_vec();
    }
    one_by_one(ground, &names, small)
}

/// So many groups. The first name is alone, because it is the usual one; of few groups, all are equal.
fn groups(names: &[RequestLocation], parts: usize) -> Vec<&[RequestLocation]> {
    let alone = usize::from(parts >= 4 && parts < names.len());
    let (usual, others) = names.split_at_checked(alone).unwrap_or((names, &[]));
    let length = others.len().div_ceil((parts - alone).max(1)).max(1);
    usual.chunks(1).chain(others.chunks(length)).collect()
}

fn one_by_one(
    ground: &Ground<'_>,
    names: &[RequestLocation],
    small: usize,
) -> Result<Option<(RequestLocation, usize)>, Halt> {
    for to in names.iter().take(SINGLES) {
        let request = ground.with(std::slice::from_ref(to), &small.into());
        let why = format!("{}={small}: is the size obeyed?", to.name);
        let reply = ground.talk.ask(&request, why)?;
        if count(ground, reply) == Some(small) {
            return Ok(Some((to.clone(), small)));
        }
    }
    Ok(None)
}

/// How many of the first items came, if nothing else came.
fn count(ground: &Ground<'_>, reply: &Reply) -> Option<usize> {
    let page = ground.page_of(reply)?;
    let is_beginning = !page.keys.is_empty() && ground.keys.starts_with(&page.keys);
    is_beginning.then_some(page.keys.len())
}

/// What a request for a very large page shows.
pub(super) struct Large<'t> {
    /// The largest size, with what shows it.
    pub(super) max: Option<(u64, String)>,
    /// The page that came.
    pub(super) page: Option<&'t Sample>,
}

/// The largest size that the API gives. `goes_on` says whether a page has a next one.
pub(super) fn largest<'t>(
    ground: &Ground<'t>,
    to: &RequestLocation,
    goes_on: &dyn Fn(&Sample) -> Option<bool>,
) -> Result<Large<'t>, Halt> {
    let ask = |size: u64| {
        let request = ground.with(std::slice::from_ref(to), &size.into());
        let why = format!("{}={size}: is the size clamped, or refused?", to.name);
        ground.talk.ask(&request, why)
    };
    let mut large = Large {
        max: None,
        page: None,
    };
    let reply = ask(LARGE)?;
    if let Reply::Refused(_, text) = reply {
        for bound in bounds(text).into_iter().take(2) {
            let (Some(_), Reply::Refused(..)) = (ask(bound)?.page(), ask(bound + 1)?) else {
                continue;
            };
            let text = format!("{bound} is accepted, and {} is refused", bound + 1);
            large.max = Some((bound, text));
            break;
        }
        return Ok(large);
    }
    let Some(page) = ground.page_of(reply) else {
        return Ok(large);
    };
    large.page = Some(page.sample);
    let got = u64::try_from(page.keys.len()).unwrap_or(LARGE);
    if got == 0 || got >= LARGE || goes_on(page.sample) != Some(true) {
        return Ok(large);
    }
    // A size that is too large can also be ignored: then one more than came is obeyed.
    let more = ground.page_of(ask(got + 1)?).map(|page| page.keys);
    if more.is_some_and(|more| seam(&page.keys, &more) == Seam::Same) {
        let text = format!(
            "{LARGE} and {} give {got} items, and there are more",
            got + 1
        );
        large.max = Some((got, text));
    }
    Ok(large)
}

/// Numbers in what an API says about a size, which can be the largest one. Without any, the usual.
fn bounds(text: &str) -> Vec<u64> {
    let numbers = text.split(|letter: char| !letter.is_ascii_digit());
    let mut bounds: Vec<u64> = numbers
        .filter_map(|digits| digits.parse().ok())
        .filter(|bound| (2..LARGE).contains(bound) && !(400..=422).contains(bound))
        .collect();
    bounds.reverse();
    bounds.dedup();
    // A code of the API can stand beside it: the number named last comes first.
    if bounds.is_empty() {
        bounds.extend([100, 200]);
    }
    bounds
}
