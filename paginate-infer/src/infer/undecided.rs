//! What is concluded if no rule found a way: half of one is a question.
//!
//! The candidates of a question are what APIs usually do, so that somebody can try them.

use crate::declaration::{Declaration, Mode, Path, RequestLocation, ResponseLocation};
use crate::infer::facts::{Facts, Field};
use crate::infer::hypothesis::seen;
use crate::infer::{candidate, complete, counter, flags, guess, items, size, totals, words};
use crate::model::{Kind, Place};
use crate::value;
use crate::verdict::{Evidence, Verdict};

/// The verdict if nothing is known that leads on.
pub(crate) fn verdict(facts: &Facts<'_>) -> Verdict {
    if !facts.has_list() {
        let evidence = vec![seen("items", "the response", "has no list")];
        return Verdict::NotPaginated { evidence };
    }
    let question = output(facts).or_else(|| taker(facts));
    let question = match facts.changes() {
        true => question,
        false => question
            .or_else(|| echo(facts))
            .or_else(|| flag(facts))
            .or_else(|| total(facts)),
    };
    question.unwrap_or_else(|| unpaged(facts))
}

fn unpaged(facts: &Facts<'_>) -> Verdict {
    let evidence = match size::find(facts, &[], None) {
        Some(size) => {
            let text = "limits the list, and nothing leads on to a next page";
            seen("size", size.input.name(), text)
        }
        None => {
            let text = "have nothing that leads on to a next page";
            seen("mode", "the parameters and the response", text)
        }
    };
    Verdict::NotPaginated {
        evidence: vec![evidence],
    }
}

/// A question with the modes that it could be.
fn ask(facts: &Facts<'_>, question: String, modes: Vec<Mode>, evidence: Evidence) -> Verdict {
    let candidates = modes.into_iter().map(|mode| {
        let parent = mode.parent();
        let mut declaration = Declaration {
            mode: Some(mode),
            ..Declaration::default()
        };
        complete(facts, &parent, &mut declaration, &mut Vec::new());
        declaration
    });
    Verdict::Undecided {
        question,
        candidates: candidates.collect(),
        evidence: vec![evidence],
    }
}

/// A token of which no parameter is known.
fn output(facts: &Facts<'_>) -> Option<Verdict> {
    let outputs = candidate::outputs(facts);
    let enough = |output: &&candidate::Output<'_, '_>| {
        output.points >= 35 || (output.points >= 20 && is_received(facts, output.field))
    };
    let output = outputs
        .iter()
        .filter(enough)
        .max_by_key(|output| output.points)?;
    let name = output.field.name();
    let question = format!("to which parameter does the {name} go? The document names none");
    let mut samples = facts.operation.samples.iter();
    let question = match samples.any(|sample| !sample.url.is_empty()) {
        false => question,
        true => format!("to which parameter does the {name} go? No request shows it"),
    };
    let mut parameters = guess::takers(&output.field.words, &style_of(output.field));
    let siblings = siblings(facts).into_iter().flatten();
    // A number is that of a page, a text is a token.
    let is_number = output.field.kind() == Kind::Integer;
    parameters.splice(
        0..0,
        siblings
            .enumerate()
            .filter_map(|(at, name)| (is_number == (at < 2)).then_some(name)),
    );
    let modes = parameters.into_iter().map(|name| {
        let read = output.field.location.clone();
        Mode::Token(vec![(read, location(facts, name))])
    });
    let evidence = seen("token", name, "is named as a continuation");
    Some(ask(facts, question, modes.collect(), evidence))
}

/// The name as it is written in the document, whose style its parameters have.
fn style_of(field: &Field<'_>) -> String {
    let own = field.path.last().map(|name| (*name).to_owned());
    own.unwrap_or_default()
}

/// Whether a sample has a value for it.
fn is_received(facts: &Facts<'_>, field: &Field<'_>) -> bool {
    let mut samples = facts.operation.samples.iter();
    samples.any(|sample| !sample.url.is_empty() && value::read(sample, &field.location).is_some())
}

/// Where a parameter that no document names is written: where the others are.
fn location(facts: &Facts<'_>, name: String) -> RequestLocation {
    let is_body = facts.operation.method == "POST"
        && facts
            .inputs
            .iter()
            .any(|input| input.parameter.place == Place::Body);
    RequestLocation {
        place: if is_body { Place::Body } else { Place::Query },
        name,
    }
}

/// The names that belong to the page size, if that has a name of a family.
fn siblings(facts: &Facts<'_>) -> Option<[String; 4]> {
    // Of a request that was sent, only the name is known.
    let mut inputs = facts.inputs.iter();
    let size = inputs.find(|input| size::is_name(&input.words))?;
    guess::siblings(&size.parameter.name)
}

/// A parameter for a token that the response does not have.
fn taker(facts: &Facts<'_>) -> Option<Verdict> {
    let takers = candidate::takers(facts);
    let takers = takers.iter().filter(|taker| taker.points >= 35);
    let taker = takers.max_by_key(|taker| taker.points)?;
    let name = taker.input.name();
    let question = format!("where in the response is the value of {name}?");
    let evidence = seen("param", name, "is named as a continuation");
    // What is not in the body is in a header, or is the key of the last item.
    let mut modes = vec![Mode::NextUrl(ResponseLocation::Link("next".to_owned()))];
    if has_id(facts) {
        let key = Path(vec!["id".to_owned()]);
        modes.push(Mode::LastItem(key, taker.input.location()));
    }
    Some(ask(facts, question, modes, evidence))
}

/// A page number or an offset that the response repeats, of which no parameter is known.
fn echo(facts: &Facts<'_>) -> Option<Verdict> {
    let has_end = totals::items(facts, &[]).is_some() || totals::pages(facts, &[]).is_some();
    let mut fields = facts
        .fields
        .iter()
        .filter(|field| field.kind() == Kind::Integer);
    let field = fields.find(|field| counter::is_name(&field.words))?;
    if !has_end && !flags::has_more(facts) {
        return None;
    }
    let own = style_of(field);
    let is_offset = counter::is_offset_name(&field.words);
    let usual = if is_offset { "offset" } else { "page" };
    let sibling = siblings(facts).map(|[page, offset, ..]| if is_offset { offset } else { page });
    let mut names: Vec<String> = sibling.into_iter().chain([own, usual.to_owned()]).collect();
    names.dedup();
    let modes = names
        .into_iter()
        .map(|name| counted(facts, is_offset, name));
    let question = format!(
        "which parameter takes the number that the {} repeats?",
        field.name()
    );
    let evidence = seen(
        usual,
        field.name(),
        "is a number that counts pages or items",
    );
    Some(ask(facts, question, modes.collect(), evidence))
}

fn counted(facts: &Facts<'_>, is_offset: bool, name: String) -> Mode {
    let location = location(facts, name);
    match is_offset {
        true => Mode::Offset(location),
        false => Mode::Page(location),
    }
}

/// A flag that says that there is more, and nothing that says where.
fn flag(facts: &Facts<'_>) -> Option<Verdict> {
    // One thing can be cut off, too.
    if facts.operation.path.ends_with('}') {
        return None;
    }
    let more = flags::find(facts, &[], flags::Says::More)
        .or_else(|| flags::find(facts, &[], flags::Says::Done))?;
    let question = format!(
        "what leads on? The {} says whether there are more pages",
        more.name()
    );
    let evidence = seen("more", more.name(), "says whether there are more pages");
    Some(ask(facts, question, usual(facts), evidence))
}

/// A total that a sample did not reach, and nothing that leads on.
fn total(facts: &Facts<'_>) -> Option<Verdict> {
    let total = totals::items(facts, &[]).or_else(|| totals::pages(facts, &[]))?;
    let is_pages = words::has(&total.words, "pages") || words::has(&total.words, "page");
    let is_more = facts.operation.samples.iter().any(|sample| {
        // An example in a document is often cut.
        if sample.url.is_empty() {
            return false;
        }
        let count = items::of_page(facts, sample).map_or(0, |items| items.len());
        let least = if is_pages { 1 } else { count as u64 };
        totals::received(sample, total) > Some(least)
    });
    if !is_more {
        return None;
    }
    let question = format!(
        "what leads on? The {} is larger than one page",
        total.name()
    );
    let evidence = seen("total", total.name(), "is larger than what one page has");
    Some(ask(facts, question, usual(facts), evidence))
}

/// The modes that lists have which show nothing of their own.
fn usual(facts: &Facts<'_>) -> Vec<Mode> {
    let names = siblings(facts).map(|[page, offset, ..]| (page, offset));
    let (page, offset) = names.unwrap_or_else(|| ("page".to_owned(), "offset".to_owned()));
    let page = Mode::Page(location(facts, page));
    let offset = Mode::Offset(location(facts, offset));
    let mut modes = vec![page, offset];
    if has_id(facts) {
        let key = Path(vec!["id".to_owned()]);
        modes.extend(
            ["starting_after", "after", "after_id", "since_id"]
                .map(|name| Mode::LastItem(key.clone(), location(facts, name.to_owned()))),
        );
    }
    modes
}

/// Whether the items have a key of the usual name.
fn has_id(facts: &Facts<'_>) -> bool {
    let list = items::choose(facts, &[]).best;
    let item = list.and_then(|list| list.shape?.element.as_deref());
    item.is_some_and(|item| item.members.iter().any(|member| member.name == "id"))
}
