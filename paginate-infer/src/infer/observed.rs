//! What consecutive requests show: what of one response is in the next request.

use serde_json::Value;

use crate::declaration::{Mode, Path, RequestLocation, ResponseLocation};
use crate::infer::facts::{Facts, Field};
use crate::infer::hypothesis::{Hypothesis, SEEN, seen};
use crate::infer::{counter, items, words};
use crate::model::{Place, Sample};
use crate::value;

/// A value that is at least this long is not the same by accident.
const TELLING: usize = 4;

/// A value that a request has and the one before it has not.
#[derive(Debug)]
struct Change {
    to: RequestLocation,
    before: Option<String>,
    now: String,
}

/// What consecutive samples show, if they do.
pub(crate) fn hypotheses(facts: &Facts<'_>) -> Vec<Hypothesis> {
    let good = |sample: &&Sample| value::is_success(sample.status) && !sample.url.is_empty();
    let pages: Vec<&Sample> = facts.operation.samples.iter().filter(good).collect();
    let mut found: Vec<Hypothesis> = Vec::new();
    for pair in pages.windows(2) {
        let [page, next] = pair else { continue };
        for hypothesis in steps(facts, page, next) {
            match found.iter_mut().find(|known| known.mode == hypothesis.mode) {
                // Each further page that shows the same leaves less to accident.
                Some(known) => known.points += 10,
                None => found.push(hypothesis),
            }
        }
    }
    found
}

/// Whether a request changed the parameter to something else than what the member had.
pub(crate) fn refutes(facts: &Facts<'_>, field: &Field<'_>, to: &RequestLocation) -> bool {
    let samples = &facts.operation.samples;
    samples.windows(2).any(|pair| {
        let [page, next] = pair else { return false };
        let value = value::read(page, &field.location);
        let value = value.as_ref().and_then(value::plain);
        let mut changes = changes(page, next).into_iter();
        changes.any(|change| change.to == *to && value.as_ref() != Some(&change.now))
    })
}

/// What leads from one page to the next one.
fn steps(facts: &Facts<'_>, page: &Sample, next: &Sample) -> Vec<Hypothesis> {
    let mut found: Vec<Hypothesis> = links(facts, page, next).into_iter().collect();
    let changes = changes(page, next);
    found.extend(token(facts, page, &changes));
    for change in &changes {
        found.extend(counted(facts, page, change));
        found.extend(last_item(facts, page, change));
    }
    found
}

fn hypothesis(mode: Mode, points: i32, key: &str, place: String, text: &str) -> Hypothesis {
    let mut hypothesis = Hypothesis::new(mode, SEEN + points, "");
    hypothesis.evidence.push(seen(key, place, text));
    hypothesis
}

/// The URL of the next request, in the response.
fn links(facts: &Facts<'_>, page: &Sample, next: &Sample) -> Option<Hypothesis> {
    let is_next = |link: &str| {
        let (_, path, query) = value::split_url(link);
        let (_, next_path, next_query) = value::split_url(&next.url);
        let mut pairs = [value::pairs(query), value::pairs(next_query)];
        pairs.iter_mut().for_each(|pairs| pairs.sort());
        let [ours, theirs] = pairs;
        // A relative link can leave out what stands before its path.
        ours == theirs && !query.is_empty() && next_path.ends_with(path.trim_start_matches('.'))
    };
    let text = "is the URL of the request that followed";
    if value::link(page, "next").is_some_and(|link| is_next(&link)) {
        let mode = Mode::NextUrl(ResponseLocation::Link("next".to_owned()));
        return Some(hypothesis(
            mode,
            40,
            "next_url",
            "the `Link` header".to_owned(),
            text,
        ));
    }
    let field = facts.fields.iter().find(|field| {
        let link = value::read(page, &field.location);
        link.as_ref().and_then(Value::as_str).is_some_and(is_next)
    })?;
    let mode = Mode::NextUrl(field.location.clone());
    let mut found = hypothesis(mode, 40, "next_url", field.name(), text);
    found.parent = field.location.parent();
    Some(found)
}

fn token(facts: &Facts<'_>, page: &Sample, changes: &[Change]) -> Option<Hypothesis> {
    let mut parts = Vec::new();
    let mut evidence = Vec::new();
    let mut parent = Vec::new();
    for change in changes {
        let Some(field) = source(facts, page, change) else {
            continue;
        };
        parent = field.location.parent();
        let text = format!(
            "its value was sent as `{}` in the request that followed",
            change.to.name
        );
        evidence.push(seen("token", field.name(), text));
        parts.push((field.location.clone(), change.to.clone()));
    }
    if parts.is_empty() {
        return None;
    }
    let mut hypothesis = Hypothesis::new(Mode::Token(parts), SEEN + 30, "");
    hypothesis.evidence = evidence;
    hypothesis.parent = parent;
    Some(hypothesis)
}

/// The member whose value was sent; of several, the one that is named as a continuation.
fn source<'a, 'f>(facts: &'f Facts<'a>, page: &Sample, change: &Change) -> Option<&'f Field<'a>> {
    let same = |field: &&Field<'_>| {
        let value = value::read(page, &field.location);
        value.as_ref().and_then(value::plain).as_ref() == Some(&change.now)
    };
    let all = || facts.fields.iter().filter(same);
    let named = |field: &&Field<'_>| words::token_name(&field.words).is_some();
    let telling = change.now.len() >= TELLING;
    all()
        .find(named)
        .or_else(|| all().next().filter(|_| telling))
}

fn last_item(facts: &Facts<'_>, page: &Sample, change: &Change) -> Option<Hypothesis> {
    if counter::is_name(&words::split(&change.to.name)) {
        return None;
    }
    let last = items::of_page(facts, page)?.pop()?;
    let members = last.as_object()?.iter();
    let mut same = members.filter(|(_, value)| value::plain(value).as_ref() == Some(&change.now));
    let (key, _) = same.next()?;
    let mode = Mode::LastItem(Path(vec![key.clone()]), change.to.clone());
    let place = format!("parameter `{}`", change.to.name);
    let text = format!("was sent the `{key}` of the last item");
    Some(hypothesis(mode, 20, "last_item", place, &text))
}

/// A number that went up by one, or by the number of items.
fn counted(facts: &Facts<'_>, page: &Sample, change: &Change) -> Option<Hypothesis> {
    let now: u64 = change.now.parse().ok()?;
    let before: Option<u64> = match &change.before {
        Some(before) => Some(before.parse().ok()?),
        None => None,
    };
    let count = u64::try_from(items::of_page(facts, page)?.len()).ok()?;
    let words = words::split(&change.to.name);
    let place = format!("parameter `{}`", change.to.name);
    let is_offset = counter::is_offset_name(&words);
    let is_page = counter::is_name(&words) && !is_offset;
    let first = before.unwrap_or_else(|| now.saturating_sub(count).min(1));
    // Small numbers that nothing names can be equal by accident.
    let enough = if is_offset { 1 } else { 3 };
    if !is_page && count >= enough && now == first + count {
        let mode = Mode::Offset(change.to.clone());
        let mut found = hypothesis(mode, 10, "offset", place, "went up by the number of items");
        found.start = (first == 1).then_some(1);
        return Some(found);
    }
    let is_step = before.map_or(now == 1 || now == 2, |before| now == before + 1);
    if is_step && !is_offset {
        let mode = Mode::Page(change.to.clone());
        let mut found = hypothesis(mode, 5, "page", place, "went up by one");
        let first = before.unwrap_or(now - 1);
        found.start = (first == 0).then_some(0);
        if !is_page {
            found.is_open = true;
            let name = &change.to.name;
            found.question =
                format!("is parameter `{name}` the number of a page? It went up by one");
        }
        return Some(found);
    }
    None
}

/// The values of a request that are not those of the request before it.
fn changes(page: &Sample, next: &Sample) -> Vec<Change> {
    let before = sent(page);
    let changed = sent(next).into_iter().filter_map(|(to, now)| {
        let known = before.iter().find(|(known, _)| *known == to);
        let known = known.map(|(_, value)| value.clone());
        let change = Change {
            to,
            before: known,
            now,
        };
        (change.before.as_ref() != Some(&change.now) && !change.now.is_empty()).then_some(change)
    });
    changed.collect()
}

/// What a request has in its query and its JSON body.
fn sent(sample: &Sample) -> Vec<(RequestLocation, String)> {
    let (_, _, query) = value::split_url(&sample.url);
    let pairs = value::pairs(query).into_iter();
    let mut sent: Vec<(RequestLocation, String)> = pairs
        .map(|(name, value)| {
            (
                RequestLocation {
                    place: Place::Query,
                    name,
                },
                value,
            )
        })
        .collect();
    if let Some(body) = &sample.request_body {
        sent_in_body(body, "", 4, &mut sent);
    }
    sent
}

fn sent_in_body(
    body: &Value,
    around: &str,
    levels: usize,
    sent: &mut Vec<(RequestLocation, String)>,
) {
    for (name, inner) in body.as_object().into_iter().flatten() {
        let name = format!("{around}{name}");
        if let Some(text) = value::plain(inner) {
            let place = Place::Body;
            sent.push((RequestLocation { place, name }, text));
        } else if levels > 1 {
            sent_in_body(inner, &format!("{name}."), levels - 1, sent);
        }
    }
}
