//! What responses say against the declaration: evidence, warnings, and errors in strict walks.
use crate::page::evidence::Evidence;
use crate::pager::action::PageOutcome;
use crate::pager::guards::contradiction::{Finding, weigh};
use crate::pager::pager::Pager;
use crate::pager::stop::StopReason;
use crate::redact::Redaction;
use crate::report::warning::{Warning, Warnings};
use crate::response::evidence::evidence;
use crate::response::evidence::quoted;
use crate::source::fetch::Exchanged;
use crate::trace;

/// What responses say against the declaration.
pub(super) struct Findings {
    pub(super) warnings: Warnings,
    /// Each warning is an error.
    pub(super) strict: bool,
}

impl Findings {
    /// Weighs the response of a page that was received. An error of a page without items takes its
    /// place; any other comes after its items.
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
        if !found.is_empty() && conceal(&mut evidence, &redaction()) {
            found = weigh(&occasion, &evidence);
        }
        let reported = found.iter().find_map(|finding| match finding {
            Finding::Reported(path) => Some(path),
            _ => None,
        });
        if let Some(path) = reported {
            let report = http
                .and_then(|http| quoted(&http.body, path))
                .unwrap_or_default();
            return pager.refuse(StopReason::Undeclared {
                member: path.clone(),
                report,
            });
        }
        match self.take(found, index) {
            None => outcome,
            Some(stop) if empty => pager.refuse(stop),
            Some(stop) => {
                pager.contradict(stop);
                outcome
            }
        }
    }

    /// The same where a status ended the walk.
    pub(super) fn at_the_end(&mut self, pager: &Pager) -> Option<StopReason> {
        let found = weigh(&pager.occasion(false)?, &Evidence::default());
        self.take(found, pager.pages())
    }

    /// Keeps the warnings, and returns the first error.
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
                Finding::Reported(_) => {}
            }
        }
        stop
    }
}

/// Takes what was sent out of the names of members; returns whether there was any.
fn conceal(evidence: &mut Evidence, redaction: &Redaction) -> bool {
    let mut concealed = false;
    for member in &mut evidence.members {
        if let Some(path) = redaction.path(&member.path) {
            member.path = path;
            concealed = true;
        }
    }
    concealed
}
