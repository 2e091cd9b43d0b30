//! What the first page itself names as the way on: a URL, or a token.

use serde_json::Value;

use crate::declaration::{Mode, RequestLocation, ResponseLocation};
use crate::infer::facts::{Facts, Field};
use crate::infer::hypothesis::seen;
use crate::infer::{flags, words};
use crate::model::{Kind, Place, Sample};
use crate::probe::chain::{Way, follow};
use crate::probe::ground::{Found, Ground};
use crate::probe::list::Seam;
use crate::probe::names;
use crate::probe::request::Request;
use crate::probe::talk::{Halt, Reply};
use crate::value;

/// The way on that the page names, or why there is none.
pub(super) fn find<'t>(
    ground: &Ground<'t>,
    facts: &Facts<'_>,
    against: &mut Vec<String>,
) -> Result<Option<Found<'t>>, Halt> {
    for (location, place) in urls(facts, ground.page) {
        if let Some(found) = by_url(ground, &location, &place, against)? {
            return Ok(Some(found));
        }
    }
    for field in tokens(facts, ground.page) {
        if let Some(found) = by_token(ground, facts, field, against)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Whether the page has a place for a way on, be it empty or not.
pub(super) fn has_place(facts: &Facts<'_>) -> bool {
    facts
        .fields
        .iter()
        .any(|field| is_next_url(field) || is_token(field))
        || flags::has_more(facts)
}

/// Whether a flag of the page says that it is the last one.
pub(super) fn flagged_last(facts: &Facts<'_>, page: &Sample) -> bool {
    let says = |says, value: bool| {
        flags::find(facts, &[], says)
            .is_some_and(|field| flag(page, &field.location) == Some(value))
    };
    says(flags::Says::More, false) || says(flags::Says::Done, true)
}

/// The value of a flag.
pub(super) fn flag(page: &Sample, from: &ResponseLocation) -> Option<bool> {
    match from {
        ResponseLocation::Member(path) => value::at(&page.body, path)?.as_bool(),
        ResponseLocation::Header(name) => value::header(page, name)?.trim().parse().ok(),
        ResponseLocation::Link(_) => None,
    }
}

/// The URLs of the next page: where each is read, and how messages name it.
fn urls(facts: &Facts<'_>, page: &Sample) -> Vec<(ResponseLocation, String)> {
    let mut found = Vec::new();
    let members = facts.fields.iter().filter(|field| is_next_url(field));
    for field in members {
        let text = value::read(page, &field.location);
        if text.as_ref().and_then(Value::as_str).is_some_and(is_url) {
            found.push((field.location.clone(), field.name()));
        }
    }
    let link = ResponseLocation::Link("next".to_owned());
    if value::read(page, &link).is_some() {
        found.push((link, "`next` of the `Link` header".to_owned()));
    }
    found
}

fn is_next_url(field: &Field<'_>) -> bool {
    if matches!(field.location, ResponseLocation::Link(_)) {
        return false;
    }
    let is_inner = words::are_any(&field.words, &["href", "url", "uri", "link"]);
    words::has(&field.words, "next")
        || (is_inner && field.around.last().is_some_and(|word| word == "next"))
}

fn is_url(text: &str) -> bool {
    value::is_absolute(text) || text.starts_with('/') && text.len() > 1 || text.starts_with('?')
}

/// Whether it is a URL. A token, too, can begin with a slash.
fn is_link(text: &str) -> bool {
    value::is_absolute(text) || is_url(text) && text.contains('?')
}

/// The parameters that links to the next page have, and the request of the page has not.
pub(super) fn linked(facts: &Facts<'_>, page: &Sample) -> Vec<(String, String)> {
    let (_, _, query) = value::split_url(&page.url);
    let known = value::pairs(query);
    let urls = urls(facts, page).into_iter();
    let links = urls.filter_map(|(location, _)| value::read(page, &location));
    let pairs = links.flat_map(|link| {
        let (_, _, query) = value::split_url(link.as_str().unwrap_or_default());
        value::pairs(query)
    });
    pairs.filter(|pair| !known.contains(pair)).collect()
}

/// Where a link leads. `None` if that is another origin.
pub(super) fn resolve(base: &str, link: &str) -> Option<String> {
    let (origin, path, _) = value::split_url(base);
    if link.starts_with("//") {
        return None;
    }
    if link.contains("://") {
        let (target, _, _) = value::split_url(link);
        return target.eq_ignore_ascii_case(origin).then(|| link.to_owned());
    }
    Some(match link.chars().next() {
        Some('/') => format!("{origin}{link}"),
        Some('?') => format!("{origin}{path}{link}"),
        _ => {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{origin}{folder}/{link}")
        }
    })
}

fn by_url<'t>(
    ground: &Ground<'t>,
    location: &ResponseLocation,
    place: &str,
    against: &mut Vec<String>,
) -> Result<Option<Found<'t>>, Halt> {
    let target = |page: &Sample| {
        let link = value::read(page, location)?;
        resolve(&page.url, link.as_str()?)
    };
    if target(ground.page).is_none() {
        against.push(format!(
            "the {place} leads to another origin, which is not followed"
        ));
        return Ok(None);
    }
    let next = |page: &Sample| -> Option<Request> {
        let url = target(page)?;
        let mut request = ground.base.clone();
        request.url = url;
        Some(request)
    };
    let way = Way {
        next: &next,
        is_last: &|_| false,
        what: place,
    };
    let Some(chain) = follow(ground, &way, against)? else {
        return Ok(None);
    };
    let pages = chain.pages.len();
    Ok(Some(Found {
        mode: Mode::NextUrl(location.clone()),
        start: None,
        ended: chain.ended,
        by_flag: false,
        pages: chain.pages,
        evidence: vec![seen(
            "next_url",
            place,
            format!("was followed: {pages} pages, no item twice"),
        )],
    }))
}

/// The members and headers that could be the token of the next page, the likeliest first.
fn tokens<'f, 'a>(facts: &'f Facts<'a>, page: &Sample) -> Vec<&'f Field<'a>> {
    let mut found: Vec<&Field<'a>> = facts
        .fields
        .iter()
        .filter(|field| is_token(field))
        .filter(|field| {
            let value = value::read(page, &field.location);
            value.is_some_and(|value| {
                !matches!(value, Value::Array(_)) && !value.as_str().is_some_and(is_link)
            })
        })
        .collect();
    found.sort_by_key(|field| (!words::has(&field.words, "next"), field.path.len()));
    found.truncate(3);
    found
}

fn is_token(field: &Field<'_>) -> bool {
    let around = field.around.last().is_some_and(|word| word == "next");
    let Some(name) = words::token_name(&field.words) else {
        // A number is one that was asked for; a text is a token.
        let is_text = field.kind() == Kind::String
            && words::are_any(&field.words, &["offset", "query locator", "locator"]);
        return is_text
            || around && words::are_any(&field.words, &["page", "offset", "cursor", "after"]);
    };
    let is_other = field
        .around
        .iter()
        .any(|word| matches!(word.as_str(), "prev" | "previous" | "first"));
    // Where this page began, unless it is said to be after something.
    let is_beginning =
        name.noun.is_none() && !name.is_next && !around && !words::has(&field.words, "after");
    // An object is a token only by its name; otherwise the token is one of its members.
    let is_around = field.kind() == Kind::Object && name.noun.is_none();
    let is_plain = name
        .qualifiers
        .iter()
        .all(|word| word == "offset" || word == "number");
    is_plain && !is_other && !is_beginning && !is_around
}

fn by_token<'t>(
    ground: &Ground<'t>,
    facts: &Facts<'_>,
    field: &Field<'_>,
    against: &mut Vec<String>,
) -> Result<Option<Found<'t>>, Halt> {
    let Some(to) = taker(ground, facts, field, against)? else {
        return Ok(None);
    };
    let next = |page: &Sample| {
        let token = value::read(page, &field.location)?;
        Some(ground.base.with(&to, &token))
    };
    let way = Way {
        next: &next,
        is_last: &|page| flagged_last(facts, page),
        what: &field.name(),
    };
    let Some(chain) = follow(ground, &way, against)? else {
        return Ok(None);
    };
    let pages = chain.pages.len();
    let text = "takes the token: with it came other items, and without it the first page again";
    let evidence = vec![
        seen(
            "token",
            field.name(),
            format!("led on: {pages} pages, no item twice"),
        ),
        seen("param", format!("parameter `{}`", to.name), text),
    ];
    Ok(Some(Found {
        mode: Mode::Token(vec![(field.location.clone(), to)]),
        start: None,
        ended: chain.ended,
        by_flag: chain.by_flag,
        pages: chain.pages,
        evidence,
    }))
}

/// The parameter that takes the token of a member.
fn taker(
    ground: &Ground<'_>,
    facts: &Facts<'_>,
    field: &Field<'_>,
    against: &mut Vec<String>,
) -> Result<Option<RequestLocation>, Halt> {
    let Some(token) = value::read(ground.page, &field.location) else {
        return Ok(None);
    };
    let own = match &field.location {
        ResponseLocation::Header(name) => name.as_str(),
        _ => field.path.last().copied().unwrap_or_default(),
    };
    let text = value::plain(&token);
    let is_number = text
        .as_ref()
        .is_some_and(|text| text.len() < 10 && text.parse::<u64>().is_ok());
    let mut names = names::tokens(&ground.base, own, &field.around, is_number);
    // A link that has the token in a parameter names it.
    let takes = |(_, value): &(String, String)| {
        let is_it = |text: &String| text == value || *text == value.replace(' ', "+");
        text.as_ref().is_some_and(is_it)
    };
    let linked = linked(facts, ground.page).into_iter().filter(takes);
    let linked = linked.map(|(name, _)| RequestLocation {
        place: Place::Query,
        name,
    });
    if ground.base.place() == Place::Query {
        names.likely.splice(0..0, linked);
    }
    // A plain `token` can be of anything.
    let others = match words::are(&field.words, "token") {
        true => &[][..],
        false => &names.others,
    };
    // A page without items leads on if it names another token.
    let is_hit = |seam, reply: &Reply| match seam {
        Seam::Other => true,
        Seam::Empty => {
            let other = reply
                .page()
                .and_then(|page| value::read(page, &field.location));
            other.is_some_and(|other| other != token)
        }
        _ => false,
    };
    let found = ground.search(&names.likely, others, &token, &is_hit)?;
    let Some(to) = found else {
        let tried = names.likely.len() + others.len();
        let whose = field.name();
        against.push(format!("the {whose} led on in none of {tried} parameters"));
        return Ok(None);
    };
    // The runtime writes an object into a body only.
    Ok(Some(to).filter(|to| !token.is_object() || to.place == Place::Body))
}
