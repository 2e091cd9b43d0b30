//! The declaration of what leads on, completed as far as requests prove it.

use crate::declaration::{Declaration, Mode, RequestLocation};
use crate::infer::facts::Facts;
use crate::infer::hypothesis::seen;
use crate::model::{Operation, Sample};
use crate::probe::conclude::{Concluded, operation_of};
use crate::probe::ground::{Found, Ground};
use crate::probe::list::{Seam, seam};
use crate::probe::request::Request;
use crate::probe::talk::Halt;
use crate::probe::{count, end, flag, size};
use crate::verdict::{Evidence, Verdict};

/// With one item on a page, a page number and a number of items to skip are the same: what the page
/// as given shows, which has more. `None` if it tells nothing.
pub(super) fn is_told_apart(given: &Ground<'_>, found: &Found<'_>) -> Result<Option<bool>, Halt> {
    let is_single = found.pages.first().is_some_and(|page| page.keys.len() == 1);
    if !is_single || given.keys.len() < 2 {
        return Ok(Some(true));
    }
    let first = found.start.unwrap_or(match found.mode {
        Mode::Page(_) => 1,
        _ => 0,
    });
    let (Mode::Page(to) | Mode::Offset(to)) = &found.mode else {
        return Ok(Some(true));
    };
    let why = "does it count pages or items?";
    let (_, seam) = given.seam_with(to, &(first + 1).into(), why)?;
    let counts_items = matches!(seam, Some(Seam::Overlaps(Some(1))));
    Ok(match seam {
        Some(Seam::Same) => None,
        _ => Some(counts_items == matches!(found.mode, Mode::Offset(_))),
    })
}

/// A declaration that is being completed.
struct Draft {
    declaration: Declaration,
    evidence: Vec<Evidence>,
    open: Vec<String>,
    /// A question without whose answer nothing can be declared.
    question: Option<String>,
}

/// The declaration of what leads on, completed as far as requests prove it.
pub(super) fn declare<'t>(
    given: &Ground<'t>,
    base: &Request,
    facts: &Facts<'_>,
    found: &Found<'t>,
    size: Option<RequestLocation>,
    mut evidence: Vec<Evidence>,
) -> Result<Concluded, Halt> {
    let first = found.pages.first();
    let ground = Ground {
        talk: given.talk,
        list: given.list,
        base: base.clone(),
        page: first.map_or(given.page, |page| page.sample),
        keys: first.map_or_else(Vec::new, |page| page.keys.clone()),
    };
    evidence.extend(found.evidence.iter().cloned());
    let mut draft = Draft {
        declaration: Declaration {
            mode: Some(found.mode.clone()),
            start: found.start,
            ..given.list.declaration.clone()
        },
        evidence,
        open: Vec::new(),
        question: None,
    };
    // The end of what is counted is needed, the size is not. Without a number that says where the
    // end is, a very large page can tell it.
    let is_end_first = is_counted(found)
        && (size.is_none()
            || end::total_of(facts, given.page).is_some()
            || end::pages_of(facts, given.page).is_some());
    if is_end_first {
        draft.end(&ground, facts, found, None)?;
    }
    let large = match draft.size(given, facts, found, size) {
        Err(Halt::Spent(asked)) => {
            draft.open.push(format!("not asked: {}", asked.why));
            None
        }
        other => other?,
    };
    if !is_end_first {
        draft.end(&ground, facts, found, large)?;
    }
    let samples: Vec<&Sample> = found.pages.iter().map(|page| page.sample).collect();
    let operation = of_declared(&samples, &draft.declaration, &given.base);
    Ok(draft.concluded(operation))
}

fn is_counted(found: &Found<'_>) -> bool {
    matches!(found.mode, Mode::Page(_) | Mode::Offset(_))
}

impl Draft {
    fn end<'t>(
        &mut self,
        ground: &Ground<'t>,
        facts: &Facts<'_>,
        found: &Found<'t>,
        large: Option<&'t Sample>,
    ) -> Result<(), Halt> {
        let mut trial = self.declaration.clone();
        match end::complete(ground, facts, found, large, &mut trial) {
            Ok(end) => {
                self.declaration = trial;
                self.question = end.question;
                self.evidence.extend(end.evidence);
                self.open.extend(end.open);
            }
            Err(Halt::Spent(asked)) => {
                let why = asked.why;
                if is_counted(found) {
                    let text = format!("how does the list end? The next request would ask: {why}");
                    self.question = Some(text);
                }
                self.open.push(format!("not asked: {why}"));
            }
            Err(halt) => return Err(halt),
        }
        Ok(())
    }

    /// The page size and its largest value. They are found on the first page as given. Returns a
    /// very large page, if one came.
    fn size<'t>(
        &mut self,
        given: &Ground<'t>,
        facts: &Facts<'_>,
        found: &Found<'t>,
        size: Option<RequestLocation>,
    ) -> Result<Option<&'t Sample>, Halt> {
        let echoes = count::echoes(facts, given.page);
        let size = match size {
            Some(size) => Some(size),
            None => size::find(given, &echoes, 1)?.map(|(to, _)| to),
        };
        let Some(to) = size else { return Ok(None) };
        self.declaration.size = Some(to.clone());
        let name = format!("parameter `{}`", to.name);
        let text = "is obeyed: as many items came as it said";
        self.evidence.push(seen("size", &name, text));
        let goes_on = |page: &Sample| {
            let items = given.list.keys(page).len();
            flag::goes_on(facts, found, page, items)
        };
        let large = size::largest(given, &to, &goes_on)?;
        if let Some((max, text)) = large.max {
            self.declaration.max = Some(max);
            self.evidence.push(seen("max", name, text));
        }
        // Only a page that begins like the list is evidence.
        Ok(large
            .page
            .filter(|large| seam(&given.keys, &given.list.keys(large)) != Seam::Other))
    }

    fn concluded(self, operation: Operation) -> Concluded {
        let verdict = match self.question {
            Some(question) => Verdict::Undecided {
                question,
                candidates: vec![self.declaration],
                evidence: self.evidence,
            },
            None => Verdict::Declared {
                declaration: Box::new(self.declaration),
                evidence: self.evidence,
            },
        };
        Concluded {
            verdict,
            operation,
            open: self.open,
        }
    }
}

/// The operation with the pages as samples, as if the first request had been sent as given.
fn of_declared(pages: &[&Sample], declaration: &Declaration, given: &Request) -> Operation {
    let mut operation = operation_of(pages);
    let targets = declaration.mode.iter().flat_map(Mode::targets);
    let used: Vec<&RequestLocation> = targets.chain(&declaration.size).collect();
    operation.parameters.retain(|parameter| {
        let to = RequestLocation {
            place: parameter.place,
            name: parameter.name.clone(),
        };
        used.contains(&&to) || given.at(&to).is_some()
    });
    operation
}
