//! The way of a probe: from the first page to a verdict.

use crate::declaration::{Declaration, Mode, RequestLocation};
use crate::infer::facts::Facts;
use crate::infer::hypothesis::seen;
use crate::model::{Operation, Place, Sample};
use crate::probe::ground::{Found, Ground};
use crate::probe::list::{List, NoList, Seam, seam};
use crate::probe::request::Request;
use crate::probe::talk::{Halt, Reply, Talk};
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
fn operation_of(pages: &[&Sample]) -> Operation {
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

fn undecided(
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
        Err(NoList::None) => {
            let evidence = vec![seen("items", "the response", "has no list")];
            return Ok(Concluded {
                verdict: Verdict::NotPaginated { evidence },
                operation: own(),
                open: Vec::new(),
            });
        }
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
    match search.found {
        Some(found) => declare(&given, &search.base, &facts, found, search.size, evidence),
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
    // A list that is all on one page shows nothing: smaller pages make several of it.
    if !is_more && let Some((to, small)) = size::find(given, &echoes)? {
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
        || crate::infer::flags::has_more(facts) && !has_page && !has_offset;
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

/// What is concluded if nothing leads on.
fn nothing(
    ground: &Ground<'_>,
    facts: &Facts<'_>,
    operation: Operation,
    against: Vec<String>,
    size: Option<RequestLocation>,
    mut evidence: Vec<Evidence>,
) -> Result<Concluded, Halt> {
    for text in &against {
        evidence.push(seen("mode", "a try", text.clone()));
    }
    let items = ground.keys.len();
    let total = end::total_of(facts, ground.page);
    let longer = "a longer list, or a smaller page size in the first request".to_owned();
    let is_whole = total == u64::try_from(items).ok();
    let question = if let Some(why) = against.first() {
        format!("what leads on? {why}")
    } else if let Some(size) = size {
        format!(
            "what leads on? `{}` sets the page size, and no parameter that was tried leads to a second page",
            size.name
        )
    } else if leads::has_place(facts) {
        "what does a page with a next one look like? This list is all on one page".to_owned()
    } else if total.is_some() && !is_whole {
        format!(
            "what leads on? There are {} items and {items} on the page, and no parameter that was tried leads to the others",
            total.unwrap_or_default()
        )
    } else if has_effect(ground) {
        "what do the parameters do? Some of those that were tried change the list, and none leads through it".to_owned()
    } else if has_refused(ground) {
        "is this the whole list? The API refuses parameters that it does not know, so that few could be tried".to_owned()
    } else if !is_whole && is_usual(items) {
        format!(
            "is this the whole list? {items} is a usual page size, and no parameter that was tried leads on"
        )
    } else {
        let text = format!("{items} items; all parameters that were tried are ignored");
        evidence.push(seen("mode", "the responses", text));
        return Ok(Concluded {
            verdict: Verdict::NotPaginated { evidence },
            operation,
            open: Vec::new(),
        });
    };
    Ok(undecided(operation, question, evidence, vec![longer]))
}

/// Whether a request that was tried has other items than the first page.
fn has_effect(ground: &Ground<'_>) -> bool {
    let mut exchanges = ground.talk.exchanges.iter();
    exchanges.any(|exchange| {
        let seam = ground.list.seam(&ground.keys, &exchange.reply);
        seam.is_some_and(|seam| seam != Seam::Same)
    })
}

fn has_refused(ground: &Ground<'_>) -> bool {
    let mut exchanges = ground.talk.exchanges.iter();
    exchanges.any(|exchange| !matches!(exchange.reply, Reply::Page(_)))
}

/// Whether pages usually have so many items.
fn is_usual(items: usize) -> bool {
    items >= 10
        && (items % 10 == 0 || items % 25 == 0 || matches!(items, 12 | 15 | 16 | 24 | 32 | 64))
}

/// The declaration of what leads on, completed as far as requests prove it.
fn declare<'t>(
    given: &Ground<'t>,
    base: &Request,
    facts: &Facts<'_>,
    found: Found<'t>,
    size: Option<RequestLocation>,
    mut evidence: Vec<Evidence>,
) -> Result<Concluded, Halt> {
    let mut open = Vec::new();
    let ground = Ground {
        talk: given.talk,
        list: given.list,
        base: base.clone(),
        page: found.pages.first().map_or(given.page, |page| page.sample),
        keys: found
            .pages
            .first()
            .map_or_else(Vec::new, |page| page.keys.clone()),
    };
    evidence.extend(found.evidence.iter().cloned());
    let mut declaration = Declaration {
        mode: Some(found.mode.clone()),
        start: found.start,
        ..given.list.declaration.clone()
    };
    // Of equal importance for a walk that loses nothing: first the end, then the size.
    let mut question = None;
    let mut complete = |declaration: &mut Declaration, large| {
        let mut trial = declaration.clone();
        match end::complete(&ground, facts, &found, large, &mut trial) {
            Ok(end) => {
                *declaration = trial;
                question = end.question;
                Ok((end.evidence, end.open))
            }
            Err(Halt::Spent(asked)) => {
                let is_needed = matches!(found.mode, Mode::Page(_) | Mode::Offset(_));
                if is_needed {
                    question = Some(format!(
                        "how does the list end? The next request would ask: {}",
                        asked.why
                    ));
                }
                Ok((Vec::new(), vec![format!("not asked: {}", asked.why)]))
            }
            Err(halt) => Err(halt),
        }
    };
    // Without a number that says where the end is, a very large page can tell it.
    let is_counted = matches!(found.mode, Mode::Page(_) | Mode::Offset(_))
        && (size.is_none()
            || end::total_of(facts, given.page).is_some()
            || end::pages_of(facts, given.page).is_some());
    if is_counted {
        let (seen, left) = complete(&mut declaration, None)?;
        evidence.extend(seen);
        open.extend(left);
    }
    let large = match sized(given, facts, &found, size, &mut declaration, &mut evidence) {
        Ok(large) => large,
        Err(Halt::Spent(asked)) => {
            open.push(format!("not asked: {}", asked.why));
            None
        }
        Err(halt) => return Err(halt),
    };
    if !is_counted {
        let (seen, left) = complete(&mut declaration, large)?;
        evidence.extend(seen);
        open.extend(left);
    }
    let samples: Vec<&Sample> = found.pages.iter().map(|page| page.sample).collect();
    let operation = of_declared(&samples, &declaration, &given.base);
    Ok(match question {
        Some(question) => Concluded {
            verdict: Verdict::Undecided {
                question,
                candidates: vec![declaration],
                evidence,
            },
            operation,
            open,
        },
        None => Concluded {
            verdict: Verdict::Declared {
                declaration: Box::new(declaration),
                evidence,
            },
            operation,
            open,
        },
    })
}

/// The page size and its largest value. They are found on the first page as given.
fn sized<'t>(
    given: &Ground<'t>,
    facts: &Facts<'_>,
    found: &Found<'t>,
    size: Option<RequestLocation>,
    declaration: &mut Declaration,
    evidence: &mut Vec<Evidence>,
) -> Result<Option<&'t Sample>, Halt> {
    let echoes = count::echoes(facts, given.page);
    let size = match size {
        Some(size) => Some(size),
        None => size::find(given, &echoes)?.map(|(to, _)| to),
    };
    let Some(to) = size else { return Ok(None) };
    declaration.size = Some(to.clone());
    let name = format!("parameter `{}`", to.name);
    evidence.push(seen(
        "size",
        &name,
        "is obeyed: as many items came as it said",
    ));
    let goes_on = |page: &Sample| {
        let items = given.list.keys(page).len();
        end::goes_on(facts, found, page, items)
    };
    let large = size::largest(given, &to, &goes_on)?;
    if let Some((max, text)) = large.max {
        declaration.max = Some(max);
        evidence.push(seen("max", name, text));
    }
    Ok(large.page.filter(|large| {
        // Only a page that begins like the list is evidence.
        let keys = given.list.keys(large);
        seam(&given.keys, &keys) != Seam::Other
    }))
}

/// The operation with the pages as samples, as if the first request had been sent as given.
fn of_declared(pages: &[&Sample], declaration: &Declaration, given: &Request) -> Operation {
    let mut operation = operation_of(pages);
    let used: Vec<&RequestLocation> = match &declaration.mode {
        Some(Mode::Token(parts)) => parts.iter().map(|(_, to)| to).collect(),
        Some(Mode::Page(to) | Mode::Offset(to) | Mode::LastItem(_, to)) => vec![to],
        _ => Vec::new(),
    };
    let is_used = |name: &str, place: Place| {
        let mut used = used.iter().copied().chain(&declaration.size);
        used.any(|to| to.name == name && to.place == place)
    };
    operation.parameters.retain(|parameter| {
        let to = RequestLocation {
            place: parameter.place,
            name: parameter.name.clone(),
        };
        is_used(&parameter.name, parameter.place) || given.at(&to).is_some()
    });
    operation
}
