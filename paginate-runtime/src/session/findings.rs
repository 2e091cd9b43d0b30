//! Checks responses against the declaration: evidence, warnings, and errors in strict walks.
use crate::page::evidence::Evidence;
use crate::pager::action::PageOutcome;
use crate::pager::guards::contradiction::{Absence, Finding, Occasion, weigh};
use crate::pager::pager::Pager;
use crate::pager::stop::StopReason;
use crate::redact::Redaction;
use crate::report::warning::{Warning, Warnings};
use crate::response::evidence::{conceal, evidence};
use crate::response::member::reported;
use crate::source::fetch::Exchanged;
use crate::trace;

/// The contradictions between responses and the declaration that a walk has found.
pub(super) struct Findings {
    pub(super) warnings: Warnings,
    /// Each warning is an error.
    pub(super) strict: bool,
    /// What the declaration reads, and no response had so far.
    pub(super) absences: Vec<Absence>,
    /// Advice from the response for the error that stops the walk.
    pub(super) advice: Option<String>,
}

impl Findings {
    /// Checks the response of a page that was received. If the page has no items, an error takes
    /// its place; otherwise the error comes after its items.
    pub(super) fn weigh(
        &mut self,
        pager: &mut Pager,
        outcome: PageOutcome,
        index: u64,
        http: Option<&Exchanged>,
        redaction: impl FnOnce() -> Redaction,
    ) -> PageOutcome {
        let Some(occasion) = pager.occasion(http.is_some()) else {
            return outcome;
        };
        let mut evidence = match http {
            Some(http) if occasion.needs_evidence() => evidence(&http.headers, &http.body),
            _ => Evidence::default(),
        };
        let empty = occasion.len == 0;
        let mut found = weigh(&occasion, &evidence);
        let path = found.iter().find_map(|finding| match finding {
            Finding::Reported(path) => Some(path),
            _ => None,
        });
        if let Some(path) = path {
            // By its name in the response, before that is masked.
            let report = http.and_then(|http| reported(&http.body, path));
            let member = redaction().path(path).unwrap_or_else(|| path.clone());
            return pager.fail(StopReason::Undeclared {
                member,
                report: report.unwrap_or_default(),
            });
        }
        self.note_absences(&occasion, http.and(Some(&evidence)));
        let says_something = !found.is_empty() || !self.absences.is_empty();
        if says_something && conceal(&mut evidence, &redaction()) {
            found = weigh(&occasion, &evidence);
            self.note_absences(&occasion, http.and(Some(&evidence)));
        }
        found.extend(self.told_absences(&occasion));
        match self.take(found, index) {
            None => outcome,
            Some(stop) if empty => pager.fail(stop),
            Some(stop) => {
                pager.contradict(stop);
                outcome
            }
        }
    }

    /// Checks a walk that was ended by a status. Returns the first error.
    pub(super) fn at_the_end(&mut self, pager: &Pager) -> Option<StopReason> {
        let mut occasion = pager.occasion(false)?;
        // The status came in place of a page.
        occasion.pages = occasion.pages.saturating_sub(1);
        let mut found = weigh(&occasion, &Evidence::default());
        found.extend(self.told_absences(&occasion));
        self.take(found, pager.pages())
    }

    /// Notes what the first response lacks, and at the end what the last one lacks, too.
    fn note_absences(&mut self, occasion: &Occasion<'_>, evidence: Option<&Evidence>) {
        let Some(evidence) = evidence else {
            return;
        };
        if occasion.first {
            self.absences = Absence::of_first_page(occasion, evidence);
        } else if occasion.end.is_some() {
            self.absences.retain(|absence| absence.holds(evidence));
        }
    }

    fn told_absences(&self, occasion: &Occasion<'_>) -> Option<Finding> {
        self.absences
            .iter()
            .find_map(|absence| absence.told(occasion))
    }

    /// Stores the warnings, and returns the first error.
    fn take(&mut self, found: Vec<Finding>, index: u64) -> Option<StopReason> {
        let mut stop = None;
        for finding in found {
            match finding {
                Finding::Fail(why) => stop = stop.or(Some(why)),
                Finding::Warn(_, message) if self.strict => {
                    stop = stop.or(Some(StopReason::Declaration(message)))
                }
                Finding::Warn(kind, message) => {
                    let warning = Warning::new(kind, index, message);
                    if self.warnings.add(&warning) {
                        trace::warned(&warning);
                    }
                }
                Finding::Explain(advice) => self.advice = Some(advice),
                Finding::Reported(_) => {}
            }
        }
        stop
    }
}
