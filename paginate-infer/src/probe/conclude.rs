//! The way of a probe: from the first page to a verdict.

use crate::declaration::{Declaration, RequestLocation};
use crate::infer::facts::Facts;
use crate::infer::flags;
use crate::infer::hypothesis::seen;
use crate::model::{Operation, Sample};
use crate::probe::declare::{declare, is_told_apart};
use crate::probe::ground::{Found, Ground};
use crate::probe::list::{List, NoList, Seam};
use crate::probe::request::Request;
use crate::probe::talk::{Halt, Reply, Talk};
use crate::probe::undecided::{nothing, without_list};
use crate::probe::{count, end, leads, names, size};
use crate::read::operations_of;
use crate::verdict::{Evidence, Verdict};

/// What was concluded.
pub(super) struct Concluded {
    pub(super) verdict: Verdict,
    pub(super) operation: Operation,
    pub(super) open: Vec<String>,
}

/// The conclusion, or the request that it needs.
pub(super) fn conclude(talk: &Talk<'_>, first: &Request) -> Result<Concluded, Halt> {
    let page = first_page(talk, first)?;
    let operation = operation_of(&[page]);
    match weigh(talk, first, page, &operation) {
        Err(Halt::Spent(question)) => {
            let text = format!(
                "the {} requests were not enough; the next one would ask: {}",
                talk.limit, question.why
            );
            let open = vec!["`--max-requests` allows more requests".to_owned()];
            Ok(undecided(operation, text, Vec::new(), open))
        }
        other => other,
    }
}

fn first_page<'t>(talk: &'t Talk<'_>, first: &Request) -> Result<&'t Sample, Halt> {
    let reply = match talk.ask(first, "the first page, as given") {
        Ok(reply) => reply,
        Err(Halt::Stopped(why)) if why.contains("401") || why.contains("407") => {
            let text = "the API answers 401: give the request its credentials, such as `-H \
                        'Authorization: Bearer ..'`";
            return Err(Halt::Stopped(text.to_owned()));
        }
        Err(halt) => return Err(halt),
    };
    match reply {
        Reply::Page(page) => Ok(page),
        Reply::Broken(why) | Reply::Failed(why) => Err(Halt::Stopped(why.clone())),
        Reply::Refused(status, _) => Err(Halt::Stopped(match status {
            300..400 => format!(
                "the API redirects elsewhere (status {status}), which is not followed: give the URL \
                 it leads to"
            ),
            403 => "the API answers 403: do the credentials allow this?".to_owned(),
            404 => "the API answers 404: is the URL right?".to_owned(),
            _ => format!("the API answers {status} to the first request, as given"),
        })),
    }
}

/// The operation that pages show. Their parameters are those of the first.
pub(super) fn operation_of(pages: &[&Sample]) -> Operation {
    let samples = pages.iter().map(|page| (*page).clone()).collect();
    operations_of(samples)
        .into_iter()
        .next()
        .unwrap_or_default()
}

/// Where the list of an operation is.
pub(super) fn list_of(operation: &Operation) -> Option<Declaration> {
    let first = operation.samples.first()?;
    let list = List::of(&Facts::of(operation), first).ok()?;
    Some(list.declaration)
}

pub(super) fn undecided(
    operation: Operation,
    question: String,
    evidence: Vec<Evidence>,
    open: Vec<String>,
) -> Concluded {
    Concluded {
        verdict: Verdict::Undecided {
            question,
            candidates: Vec::new(),
            evidence,
        },
        operation,
        open,
    }
}

fn weigh<'t>(
    talk: &'t Talk<'t>,
    first: &Request,
    page: &'t Sample,
    operation: &Operation,
) -> Result<Concluded, Halt> {
    let facts = Facts::of(operation);
    let own = || operation.clone();
    let list = match List::of(&facts, page) {
        Ok(list) => list,
        Err(NoList::None) => return Ok(without_list(&facts, own())),
        Err(NoList::Several(question)) => {
            return Ok(undecided(own(), question, Vec::new(), Vec::new()));
        }
    };
    let keys = list.keys(page);
    let mut evidence = vec![seen("items", "the first page", list.why.clone())];
    if keys.is_empty() {
        let question = "how does a list with items look? This one is empty";
        let open = vec!["ask for a list that has items".to_owned()];
        return Ok(undecided(own(), question.to_owned(), evidence, open));
    }
    if list.has_doubles(&keys) {
        let question = "which items are the same? Some of the first page are equal, so that pages \
                        cannot be told apart";
        return Ok(undecided(own(), question.to_owned(), evidence, Vec::new()));
    }
    let given = Ground {
        talk,
        list: &list,
        base: first.clone(),
        page,
        keys,
    };
    let search = search(&given, &facts)?;
    if !is_stable(&given)? {
        let question = "does this list keep its order? The same request twice gave other items";
        let open = vec!["a parameter that sorts the list, in the first request".to_owned()];
        return Ok(undecided(own(), question.to_owned(), evidence, open));
    }
    let text = "has the same items when it is asked for again";
    evidence.push(seen("items", "the first page", text));
    if let Some(found) = &search.found
        && is_told_apart(&given, found)? != Some(true)
    {
        let question = "does the number count pages or items? Pages with more than one item tell";
        return Ok(undecided(own(), question.to_owned(), evidence, Vec::new()));
    }
    match search.found {
        Some(found) => {
            // A first page that is smaller can have what the whole list does not.
            let operation = operation_of(&[found.pages.first().map_or(page, |page| page.sample)]);
            let facts = Facts::of(&operation);
            declare(&given, &search.base, &facts, &found, search.size, evidence)
        }
        None => nothing(&given, &facts, own(), search.against, search.size, evidence),
    }
}

/// Whether the list is the same when it is asked for again. A parameter that is ignored shows it, and
/// a page size that is obeyed.
fn is_stable(ground: &Ground<'_>) -> Result<bool, Halt> {
    let again = |reply: &Reply| match ground.list.seam(&ground.keys, reply) {
        Some(Seam::Same) => true,
        Some(Seam::Overlaps(Some(0))) => {
            let keys = reply.page().map(|page| ground.list.keys(page));
            keys.is_some_and(|keys| {
                ground.keys.starts_with(&keys) || keys.starts_with(&ground.keys)
            })
        }
        _ => false,
    };
    let mut later = ground.talk.exchanges.iter().skip(1);
    if later.any(|exchange| again(&exchange.reply)) {
        return Ok(true);
    }
    let why = "the first page again: is it the same?";
    Ok(again(ground.talk.ask_again(&ground.base, 1, why)?))
}

/// What the search for the way on brought.
struct Search<'t> {
    found: Option<Found<'t>>,
    /// The request of its first page: as given, or with a small page size.
    base: Request,
    size: Option<RequestLocation>,
    against: Vec<String>,
}

fn search<'t>(given: &Ground<'t>, facts: &Facts<'_>) -> Result<Search<'t>, Halt> {
    let mut search = Search {
        found: None,
        base: given.base.clone(),
        size: None,
        against: Vec::new(),
    };
    search.found = leads::find(given, facts, &mut search.against)?;
    if search.found.is_some() {
        return Ok(search);
    }
    let echoes = count::echoes(facts, given.page);
    let ids = || u64::try_from(given.keys.len()).unwrap_or_default();
    let is_more = end::total_of(facts, given.page).is_some_and(|total| total > ids())
        || end::pages_of(facts, given.page).is_some_and(|pages| pages > 1);
    // With one item on a page, a page number and a number of items are the same.
    let least = if leads::has_place(facts) { 1 } else { 2 };
    // A list that is all on one page shows nothing: smaller pages make several of it.
    if !is_more && let Some((to, small)) = size::find(given, &echoes, least)? {
        let base = given.with(std::slice::from_ref(&to), &small.into());
        let reply = given.talk.ask(&base, "a small first page")?;
        search.size = Some(to);
        if let Some(page) = given.page_of(reply) {
            let operation = operation_of(&[page.sample]);
            let facts = Facts::of(&operation);
            let small = Ground {
                talk: given.talk,
                list: given.list,
                base: base.clone(),
                page: page.sample,
                keys: page.keys,
            };
            search.base = base;
            search.found = match leads::find(&small, &facts, &mut search.against)? {
                None => counted(&small, &facts, &count::echoes(&facts, small.page))?,
                found => found,
            };
            return Ok(search);
        }
    }
    search.found = counted(given, facts, &echoes)?;
    Ok(search)
}

/// What only requests show, the likeliest first.
fn counted<'t>(
    ground: &Ground<'t>,
    facts: &Facts<'_>,
    echoes: &[String],
) -> Result<Option<Found<'t>>, Halt> {
    let first_of = |names: &names::Names, usual: usize| names.likely.len() > usual;
    let has_offset = first_of(&names::offsets(&ground.base, echoes), 1);
    let has_page = first_of(&names::pages(&ground.base, echoes), 1);
    let has_after = first_of(&names::afters(&ground.base), 2)
        || flags::has_more(facts) && !has_page && !has_offset;
    let mut ways: Vec<(bool, u8)> = vec![(has_page, 0), (has_offset, 1), (has_after, 2)];
    ways.sort_by_key(|(is_likely, way)| (!is_likely, *way));
    for (_, way) in ways {
        let found = match way {
            0 => count::by_page(ground, echoes)?,
            1 => count::by_offset(ground, echoes)?,
            _ => count::by_last_item(ground)?,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
