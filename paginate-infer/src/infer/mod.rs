//! Weighs the ways in which an operation could page. A rule is a file.

mod annotated;
mod candidate;
mod counter;
pub(crate) mod facts;
mod failure;
pub(crate) mod flags;
mod guess;
pub(crate) mod hypothesis;
pub(crate) mod items;
mod last_item;
mod observed;
mod size;
mod token;
pub(crate) mod totals;
mod undecided;
mod url;
pub(crate) mod words;

use crate::declaration::{Declaration, Mode};
use crate::model::Operation;
use crate::verdict::{Evidence, Verdict};
use facts::Facts;
use hypothesis::{ASKED, Hypothesis, seen};

/// Concludes how an operation pages.
///
/// An annotation that the document has for it wins, and is completed. Otherwise each rule gives
/// points to what it recognises; what does not have enough is a question rather than a guess.
///
/// # Examples
///
/// ```
/// use paginate_infer::{Verdict, infer, read};
///
/// let document = r#"{
///     "schemas": {"Users": {"type": "object", "properties": {
///         "users": {"type": "array", "items": {"type": "string"}},
///         "nextPageToken": {"type": "string"}
///     }}},
///     "resources": {"users": {"methods": {"list": {
///         "id": "users.list", "httpMethod": "GET", "path": "users",
///         "parameters": {"pageToken": {"type": "string", "location": "query"}},
///         "response": {"$ref": "Users"}
///     }}}}
/// }"#;
/// let operations = read::discovery(document)?;
/// assert!(matches!(infer(&operations[0]), Verdict::Declared { .. }));
/// # Ok::<(), read::ReadError>(())
/// ```
pub fn infer(operation: &Operation) -> Verdict {
    let facts = Facts::of(operation);
    if let Some(verdict) = annotated::verdict(&facts) {
        return verdict;
    }
    let hypotheses = hypotheses(&facts);
    match hypotheses.first() {
        Some(best) if best.holds() => declare(&facts, best),
        Some(best) if best.points >= ASKED => ask(&facts, best.question.clone(), &hypotheses),
        _ => undecided::verdict(&facts),
    }
}

/// What the rules found, the best first.
fn hypotheses(facts: &Facts<'_>) -> Vec<Hypothesis> {
    let mut hypotheses = token::hypotheses(facts);
    hypotheses.extend(url::hypotheses(facts));
    hypotheses.extend(last_item::hypotheses(facts));
    hypotheses.extend(counter::hypotheses(facts));
    let observed = observed::hypotheses(facts);
    hypotheses.extend(observed);
    hypotheses.sort_by_key(|hypothesis| std::cmp::Reverse(hypothesis.rank()));
    hypotheses
}

fn declare(facts: &Facts<'_>, best: &Hypothesis) -> Verdict {
    let (declaration, evidence) = completed(facts, best);
    if declaration.items.is_none() && !declaration.is_list {
        return Verdict::Undecided {
            question: items::question(facts, &best.parent),
            candidates: vec![declaration],
            evidence,
        };
    }
    Verdict::Declared {
        declaration: Box::new(declaration),
        evidence,
    }
}

/// The declaration of a hypothesis, with all other keys.
fn completed(facts: &Facts<'_>, hypothesis: &Hypothesis) -> (Declaration, Vec<Evidence>) {
    let mut declaration = Declaration {
        mode: Some(hypothesis.mode.clone()),
        start: hypothesis.start,
        ..Declaration::default()
    };
    let mut evidence = hypothesis.evidence.clone();
    complete(facts, &hypothesis.parent, &mut declaration, &mut evidence);
    (declaration, evidence)
}

/// Fills what is open in a declaration whose mode is known.
fn complete(
    facts: &Facts<'_>,
    parent: &[String],
    declaration: &mut Declaration,
    evidence: &mut Vec<Evidence>,
) {
    items::complete(facts, parent, declaration, evidence);
    token::complete(facts, declaration, evidence);
    failure::complete(facts, declaration, evidence);
    let items = declaration.items.as_ref().and_then(|items| items.0.last());
    let items = items.map(|name| words::split(name)).unwrap_or_default();
    size::complete(facts, &items, declaration, evidence);
    let mut note = |key: &str, field: Option<&facts::Field<'_>>, text: &str| {
        let field = field?;
        evidence.push(seen(key, field.name(), text));
        Some(field.location.clone())
    };
    let more = flags::find(facts, parent, flags::Says::More);
    let done = flags::find(facts, parent, flags::Says::Done);
    if declaration.more.is_none() && declaration.done.is_none() {
        declaration.more = note("more", more, "is true while there are more pages");
        let done = done.filter(|_| more.is_none());
        declaration.done = note("done", done, "is true on the last page");
    }
    if declaration.total.is_none() {
        let total = totals::items(facts, parent);
        declaration.total = note("total", total, "is the number of items of the whole list");
    }
    if declaration.pages.is_none() && matches!(declaration.mode, Some(Mode::Page(_))) {
        let pages = totals::pages(facts, parent);
        declaration.pages = note("pages", pages, "is the number of pages");
    }
}

fn ask(facts: &Facts<'_>, question: String, hypotheses: &[Hypothesis]) -> Verdict {
    let mut candidates = Vec::new();
    let mut evidence = Vec::new();
    for hypothesis in hypotheses
        .iter()
        .filter(|hypothesis| hypothesis.points >= ASKED)
    {
        let (declaration, found) = completed(facts, hypothesis);
        candidates.push(declaration);
        evidence.extend(found);
    }
    Verdict::Undecided {
        question,
        candidates,
        evidence,
    }
}
