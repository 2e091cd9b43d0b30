//! What a document says about pagination in so many words.

use crate::declaration::{Declaration, Mode};
use crate::infer::facts::Facts;
use crate::infer::hypothesis::{ASKED, seen};
use crate::infer::{complete, hypotheses, items};
use crate::model::{Annotation, Source};
use crate::verdict::{Evidence, Verdict};

/// The verdict of the operation's annotation, completed by inference. `None` without one.
pub(crate) fn verdict(facts: &Facts<'_>) -> Option<Verdict> {
    let annotation = facts.operation.annotations.first()?;
    let name = name_of(annotation.source);
    if annotation.single_page {
        let text = "says that the whole list comes in one response";
        return Some(Verdict::NotPaginated {
            evidence: vec![seen("mode", name, text)],
        });
    }
    let mut declaration = annotation.says.clone();
    let mode = declaration.mode.as_ref();
    let mut evidence = vec![seen(mode.map_or("mode", Mode::key), name, "says so")];
    let mut parent = mode.map(Mode::parent).unwrap_or_default();
    if declaration.mode.is_none() {
        let hypotheses = hypotheses(facts);
        // That it pages is certain, so what would otherwise be a question suffices.
        let best = hypotheses
            .first()
            .filter(|best| best.points >= ASKED && !best.is_open);
        let Some(best) = best else {
            return Some(open(annotation, declaration, evidence));
        };
        declaration.mode = Some(best.mode.clone());
        declaration.start = declaration.start.or(best.start);
        parent.clone_from(&best.parent);
        evidence.extend(best.evidence.iter().cloned());
    }
    complete(facts, &parent, &mut declaration, &mut evidence);
    if declaration.items.is_none() && !declaration.is_list {
        return Some(Verdict::Undecided {
            question: items::question(facts, &parent),
            candidates: vec![declaration],
            evidence,
        });
    }
    Some(Verdict::Declared {
        declaration: Box::new(declaration),
        evidence,
    })
}

fn open(annotation: &Annotation, says: Declaration, evidence: Vec<Evidence>) -> Verdict {
    let name = name_of(annotation.source);
    Verdict::Undecided {
        question: format!("{name} says that it pages, and not how: what leads on?"),
        candidates: vec![says],
        evidence,
    }
}

fn name_of(source: Source) -> &'static str {
    match source {
        Source::Smithy => "`@paginated`",
        Source::Pageable => "`x-ms-pageable`",
        Source::Speakeasy => "`x-speakeasy-pagination`",
        Source::Fern => "`x-fern-pagination`",
        Source::Dropshot => "`x-dropshot-pagination`",
        Source::TypeSpec => "`@list`",
    }
}
