//! The requests of a probe so far, and the next one: a probe is a function that begins anew with
//! each response, and stops at the first request that was not answered yet.

use serde_json::Value;

use crate::model::Sample;
use crate::probe::request::{Content, Request};
use crate::value;

/// What came back for a request.
#[derive(Debug, Clone)]
pub enum Answer {
    /// A response.
    Response {
        /// The status.
        status: u16,
        /// The headers.
        headers: Vec<(String, String)>,
        /// The body as text.
        body: String,
    },
    /// No response: why, in one sentence.
    Failed(String),
}

/// A request with its answer.
#[derive(Debug, Clone)]
pub(super) struct Exchange {
    pub(super) request: Request,
    pub(super) why: String,
    pub(super) reply: Reply,
}

/// An answer, read.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    /// JSON with a status of success.
    Page(Box<Sample>),
    /// Another status, with what the API says.
    Refused(u16, String),
    /// No JSON where some was expected.
    Broken(String),
    /// Nothing.
    Failed(String),
}

/// Why the function stops.
#[derive(Debug)]
pub(super) enum Halt {
    /// This request is to be sent.
    Ask(Box<Question>),
    /// It would be sent, if there were requests left.
    Spent(Box<Question>),
    /// The API does not answer any more: why.
    Stopped(String),
}

/// A request that is to be sent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Question {
    /// What to send.
    pub request: Request,
    /// What it is to tell, in a few words.
    pub why: String,
}

/// The requests so far.
#[derive(Debug)]
pub(super) struct Talk<'a> {
    pub(super) exchanges: &'a [Exchange],
    pub(super) limit: usize,
}

impl<'a> Talk<'a> {
    /// The reply to a request, if it was sent before.
    pub(super) fn ask(&self, request: &Request, why: impl Into<String>) -> Result<&'a Reply, Halt> {
        self.ask_again(request, 0, why)
    }

    /// The reply to a request that was sent `times` before.
    pub(super) fn ask_again(
        &self,
        request: &Request,
        times: usize,
        why: impl Into<String>,
    ) -> Result<&'a Reply, Halt> {
        let mut same = self
            .exchanges
            .iter()
            .filter(|exchange| exchange.request == *request);
        if let Some(exchange) = same.nth(times) {
            return match &exchange.reply {
                Reply::Failed(why) => Err(Halt::Stopped(why.clone())),
                Reply::Refused(status @ (401 | 407 | 429 | 503), _) => {
                    let number = self.exchanges.len();
                    let text = format!("the API answers {status} to request {number}");
                    Err(Halt::Stopped(text))
                }
                reply => Ok(reply),
            };
        }
        let question = Box::new(Question {
            request: request.clone(),
            why: why.into(),
        });
        Err(match self.exchanges.len() < self.limit {
            true => Halt::Ask(question),
            false => Halt::Spent(question),
        })
    }
}

impl Reply {
    /// Reads an answer.
    pub(super) fn of(request: &Request, answer: Answer) -> Self {
        let (status, headers, body) = match answer {
            Answer::Response {
                status,
                headers,
                body,
            } => (status, headers, body),
            Answer::Failed(why) => return Self::Failed(why),
        };
        if !value::is_success(status) {
            return Self::Refused(status, body);
        }
        let text = body.trim_start_matches('\u{feff}').trim();
        if text.starts_with('<') {
            let text = "the response is a web page or XML, not JSON: is this the URL of the API, \
                        and did the request have its credentials?";
            return Self::Broken(text.to_owned());
        }
        if text.is_empty() {
            return Self::Broken(format!("the response (status {status}) has no body"));
        }
        match serde_json::from_str::<Value>(text) {
            Ok(body) => Self::Page(Box::new(sample(request, status, headers, body))),
            Err(error) => Self::Broken(format!("the response is no JSON: {error}")),
        }
    }

    /// The page, if it is one.
    pub(super) fn page(&self) -> Option<&Sample> {
        match self {
            Self::Page(sample) => Some(sample),
            _ => None,
        }
    }
}

fn sample(request: &Request, status: u16, headers: Vec<(String, String)>, body: Value) -> Sample {
    Sample {
        method: request.method.clone(),
        url: request.url.clone(),
        request_headers: request.headers.clone(),
        request_body: match &request.body {
            Content::Json(body) => Some(body.clone()),
            _ => None,
        },
        status,
        headers,
        body,
    }
}
