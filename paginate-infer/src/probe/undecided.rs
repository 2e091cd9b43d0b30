//! What is concluded if nothing leads on.

use crate::declaration::RequestLocation;
use crate::infer::facts::Facts;
use crate::infer::flags;
use crate::infer::hypothesis::seen;
use crate::model::{Kind, Operation};
use crate::probe::conclude::{Concluded, undecided};
use crate::probe::ground::Ground;
use crate::probe::list::Seam;
use crate::probe::talk::{Halt, Reply};
use crate::probe::{end, leads};
use crate::verdict::{Evidence, Verdict};

/// Fewer items than usual pages have show nothing: the list is shorter than a page.
const FEW: usize = 20;

/// A response without a list: where nothing is empty, it is one object.
pub(super) fn without_list(facts: &Facts<'_>, operation: Operation) -> Concluded {
    let mut members = facts
        .fields
        .iter()
        .filter(|field| field.body_path().is_some());
    if leads::has_place(facts) || members.any(|field| field.kind() == Kind::Any) {
        let question = "where is the list? This response has none, and members that are null";
        let open = vec!["ask for a list that has items".to_owned()];
        return undecided(operation, question.to_owned(), Vec::new(), open);
    }
    Concluded {
        verdict: Verdict::NotPaginated {
            evidence: vec![seen("items", "the response", "has no list")],
        },
        operation,
        open: Vec::new(),
    }
}

/// What is concluded if nothing leads on.
pub(super) fn nothing(
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
    let tells = total.is_some()
        || end::pages_of(facts, ground.page).is_some()
        || flags::find(facts, &[], flags::Says::Done).is_some();
    let question = if let Some(why) = against.first() {
        format!("what leads on? {why}")
    } else if let Some(size) = size {
        format!(
            "what leads on? `{}` sets the page size, and no parameter that was tried leads to a second page",
            size.name
        )
    } else if leads::has_place(facts) || tells && (total.is_none() || is_whole) {
        "what does a page with a next one look like? This list is all on one page".to_owned()
    } else if total.is_some() {
        format!(
            "what leads on? There are {} items and {items} on the page, and no parameter that was tried leads to the others",
            total.unwrap_or_default()
        )
    } else if has_effect(ground) {
        "what do the parameters do? Some of those that were tried change the list, and none leads through it".to_owned()
    } else if has_refused(ground) {
        "is this the whole list? The API refuses parameters that it does not know, so that few could be tried".to_owned()
    } else if items < FEW || is_usual(items) {
        let what = match items < FEW {
            true => "are few",
            false => "is a usual page size",
        };
        format!("is this the whole list? {items} {what}, and no parameter that was tried leads on")
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
    matches!(items, 24 | 32 | 64) || items.is_multiple_of(10) || items.is_multiple_of(25)
}
