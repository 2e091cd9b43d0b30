//! Finds out how an API pages by asking it: says which request to send next, is told what came
//! back, and ends with a verdict. It sends nothing itself.
//!
//! What no request proved is not declared.
//!
//! ```
//! use paginate_infer::Verdict;
//! use paginate_infer::probe::{Answer, Probe, Request, Step};
//!
//! // Stands in for the API: five users by page number, two to a page.
//! fn answer(request: &Request) -> Answer {
//!     let page = request.url.split("page=").nth(1).and_then(|page| page.parse().ok());
//!     let before: usize = page.map_or(0, |page: usize| (page - 1).min(9) * 2);
//!     let users: Vec<_> = (0..5).skip(before).take(2).map(|id| serde_json::json!({ "id": id })).collect();
//!     let body = serde_json::json!({ "users": users }).to_string();
//!     Answer::Response { status: 200, headers: Vec::new(), body }
//! }
//!
//! let mut probe = Probe::new(Request::get("https://api.example.com/users"), 25);
//! let report = loop {
//!     match probe.step() {
//!         Step::Send(question) => {
//!             let answer = answer(&question.request);
//!             probe.receive(*question, answer);
//!         }
//!         Step::Done(report) => break report,
//!         Step::Failed(why) => panic!("{why}"),
//!     }
//! };
//! assert!(matches!(report.verdict, Verdict::Declared { .. }));
//! ```

mod chain;
mod conclude;
mod count;
mod declare;
mod end;
mod flag;
mod ground;
mod leads;
mod list;
mod names;
mod read;
mod request;
mod size;
mod talk;
mod undecided;

pub use read::{PageParts, parts};
pub use request::{Content, Request};
pub use talk::{Answer, Question};

use crate::model::Operation;
use crate::probe::talk::{Exchange, Halt, Reply, Talk};
use crate::value;
use crate::verdict::Verdict;

/// A probe of one endpoint.
#[derive(Debug)]
pub struct Probe {
    first: Request,
    limit: usize,
    exchanges: Vec<Exchange>,
}

/// What a probe does next.
#[derive(Debug)]
pub enum Step {
    /// This request is to be sent; what comes back goes to [`Probe::receive`].
    Send(Box<Question>),
    /// All is known that can be.
    Done(Box<Report>),
    /// The first request brought no page, or the API stopped answering: why, in one sentence.
    Failed(String),
}

/// What a probe concluded.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report {
    /// The conclusion.
    pub verdict: Verdict,
    /// The operation, with the pages in order as its samples: what `write` needs.
    pub operation: Operation,
    /// What is still uncertain, each with what would settle it.
    pub open: Vec<String>,
    /// What was sent and seen.
    pub seen: Vec<Seen>,
}

/// A request that was sent, in one line of a table.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Seen {
    /// What it was to tell.
    pub why: String,
    /// What came: `200, 30 items`.
    pub result: String,
}

impl Probe {
    /// A probe that begins with this request, and sends at most `limit` requests, this one included.
    #[must_use]
    pub fn new(first: Request, limit: usize) -> Self {
        Self {
            first,
            limit: limit.max(1),
            exchanges: Vec::new(),
        }
    }

    /// What to do next.
    #[must_use]
    pub fn step(&self) -> Step {
        let talk = Talk {
            exchanges: &self.exchanges,
            limit: self.limit,
        };
        match conclude::conclude(&talk, &self.first) {
            Ok(concluded) => Step::Done(Box::new(Report {
                seen: self.seen(&concluded.operation),
                verdict: concluded.verdict,
                operation: concluded.operation,
                open: concluded.open,
            })),
            Err(Halt::Ask(question) | Halt::Spent(question)) => Step::Send(question),
            Err(Halt::Stopped(why)) => Step::Failed(why),
        }
    }

    /// Takes the answer to a question.
    pub fn receive(&mut self, question: Question, answer: Answer) {
        let reply = Reply::of(&question.request, answer);
        self.exchanges.push(Exchange {
            request: question.request,
            why: question.why,
            reply,
        });
    }

    /// The number of requests that were sent.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.exchanges.len()
    }

    fn seen(&self, operation: &Operation) -> Vec<Seen> {
        let items = conclude::list_of(operation);
        self.exchanges
            .iter()
            .map(|exchange| Seen {
                why: exchange.why.clone(),
                result: match &exchange.reply {
                    Reply::Page(page) => {
                        let count = items
                            .as_ref()
                            .and_then(|items| value::items(&page.body, items))
                            .map_or(0, |items| items.len());
                        match count {
                            1 => format!("{}, 1 item", page.status),
                            count => format!("{}, {count} items", page.status),
                        }
                    }
                    Reply::Refused(status, _) => format!("{status}"),
                    Reply::Broken(_) => "no JSON".to_owned(),
                    Reply::Failed(_) => "no response".to_owned(),
                },
            })
            .collect()
    }
}
