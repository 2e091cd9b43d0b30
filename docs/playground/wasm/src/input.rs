//! The boxes of the page as samples.

use paginate_infer::model::Sample;
use paginate_infer::read::{self, ReadError};
use serde::Serialize;

use crate::place::Excerpt;

/// A box of the page, by the id of its element.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Box {
    Request,
    Response,
    NextRequest,
    NextResponse,
}

/// What is wrong with a box, and where.
#[derive(Serialize)]
pub(crate) struct Problem {
    at: Box,
    problem: String,
    /// In the words of the reader: a pointer into a HAR file, or a response of a transcript.
    place: String,
    /// The line, if the reader names one.
    excerpt: Option<Excerpt>,
}

impl Problem {
    fn new(at: Box, text: &str, mut error: ReadError) -> Self {
        let excerpt = Excerpt::of(text, &error);
        // The reader counts from the beginning of the body, the excerpt from that of the box.
        if let Some(excerpt) = &excerpt
            && let Some(place) = error.problem.rfind(" at line ")
        {
            error.problem.truncate(place);
            error.problem.push_str(&excerpt.position());
        }
        Self {
            at,
            excerpt,
            problem: error.problem,
            place: error.place,
        }
    }
}

/// The samples of all boxes, in order.
pub(crate) fn samples(
    request: &str,
    response: &str,
    next_request: &str,
    next_response: &str,
) -> Result<Vec<Sample>, Problem> {
    let mut samples = page((Box::Request, request), (Box::Response, response))?;
    let next = page(
        (Box::NextRequest, next_request),
        (Box::NextResponse, next_response),
    )?;
    let first = samples.first().cloned().unwrap_or_default();
    samples.extend(next.into_iter().map(|sample| follow(&first, sample)));
    Ok(samples)
}

/// The samples of one response. What it does not tell of its request, the request's own box does.
fn page(request: (Box, &str), response: (Box, &str)) -> Result<Vec<Sample>, Problem> {
    let sent = match request.1.trim() {
        "" => Sample::default(),
        text => sent(text).map_err(|error| Problem::new(request.0, text, error))?,
    };
    if response.1.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut samples =
        read::recording(response.1).map_err(|error| Problem::new(response.0, response.1, error))?;
    let silent = samples.iter_mut().find(|sample| sample.url.is_empty());
    if let Some(sample) = silent {
        sample.method = sent.method;
        sample.url = sent.url;
        sample.request_headers = sent.request_headers;
        sample.request_body = sent.request_body;
    }
    Ok(samples)
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// A request without its response: the readers know both together.
fn sent(text: &str) -> Result<Sample, ReadError> {
    let (method, rest) = match text.split_once(char::is_whitespace) {
        Some((method, rest)) if METHODS.contains(&method) => (method, rest.trim_start()),
        _ => ("GET", text),
    };
    let is_command = text.starts_with("curl ") || text.starts_with("$ ");
    let text = match is_command {
        true => text.to_owned(),
        // A path or a query alone follows the request before it.
        false if rest.starts_with('?') => format!("{method} /{rest}"),
        false if rest.contains("://") || rest.starts_with('/') => format!("{method} {rest}"),
        false if is_host(rest) => format!("{method} https://{rest}"),
        false => String::new(),
    };
    let samples = read::recording(&format!("{text}\n\nHTTP/1.1 200 OK\n\n{{}}\n"));
    let sample = samples.ok().and_then(|samples| samples.into_iter().next());
    sample
        .filter(|sample| !sample.url.is_empty())
        .ok_or_else(|| ReadError {
            place: String::new(),
            problem: "this is no URL, no request and no curl command".to_owned(),
        })
}

/// Whether a text begins with the name of a host: `api.example.com/users`, `localhost:8080`.
fn is_host(text: &str) -> bool {
    let host = text
        .split(['/', '?', '\n'])
        .next()
        .unwrap_or_default()
        .trim();
    host.contains(['.', ':']) && !host.contains(char::is_whitespace)
}

/// A later request, with what it leaves out of the first one's.
fn follow(first: &Sample, mut next: Sample) -> Sample {
    if next.url.is_empty() {
        next.method.clone_from(&first.method);
    } else if next.url.starts_with('/') && !first.url.is_empty() {
        let (before, _) = first.url.split_once('?').unwrap_or((&first.url, ""));
        next.url = match next.url.strip_prefix("/?") {
            Some(query) => format!("{before}?{query}"),
            None => format!("{}{}", origin(before), next.url),
        };
    }
    next
}

/// `https://api.example.com`
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let path = url.get(host..).and_then(|rest| rest.find('/'));
    path.and_then(|path| url.get(..host + path)).unwrap_or(url)
}
