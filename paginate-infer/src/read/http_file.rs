//! `.http` files: requests as editors send them, each with its response.
//!
//! ```text
//! ### the first page
//! GET https://api.example.com/users?limit=2
//! Accept: application/json
//!
//! HTTP/1.1 200 OK
//! Content-Type: application/json
//!
//! {"users": [], "next": null}
//! ```

use super::error::ReadError;
use super::recording;
use crate::model::Sample;
use crate::value;

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// A head and what follows it.
struct Message<'a> {
    /// The line that it begins at.
    line: usize,
    first: &'a str,
    headers: Vec<(String, String)>,
    body: String,
}

/// Reads a file of messages.
pub(crate) fn of(text: &str) -> Result<Vec<Sample>, ReadError> {
    let mut samples = Vec::new();
    let mut failures = Vec::new();
    let mut request: Option<Message<'_>> = None;
    for message in messages(text)? {
        if !message.first.starts_with("HTTP/") {
            request = Some(message);
            continue;
        }
        let place = format!("the response at line {}", message.line);
        let Some(status) = recording::status_of(message.first) else {
            return Err(ReadError::new(place, "the status is no number"));
        };
        if !value::is_success(status) {
            failures.push(status);
            continue;
        }
        let mut sample = Sample {
            status,
            headers: message.headers,
            body: recording::body_of(&message.body, &place)?,
            ..Sample::default()
        };
        if let Some(sent) = request.take() {
            of_request(&sent, &mut sample);
        }
        samples.push(sample);
    }
    let none =
        "there is a request and no response: add the response below it, from its `HTTP/1.1 200` on";
    recording::succeeded(samples, &failures, "", none)
}

fn of_request(sent: &Message<'_>, sample: &mut Sample) {
    let mut words = sent.first.split_whitespace();
    let first = words.next().unwrap_or_default();
    (sample.method, sample.url) = match METHODS.contains(&first) {
        true => (
            first.to_owned(),
            words.next().unwrap_or_default().to_owned(),
        ),
        false => ("GET".to_owned(), first.to_owned()),
    };
    let host = sent
        .headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("host"));
    if let Some((_, host)) = host.filter(|_| sample.url.starts_with('/')) {
        sample.url = format!("https://{host}{}", sample.url);
    }
    sample.request_headers.clone_from(&sent.headers);
    sample.request_body = serde_json::from_str(sent.body.trim()).ok();
}

fn messages(text: &str) -> Result<Vec<Message<'_>>, ReadError> {
    let mut messages: Vec<Message<'_>> = Vec::new();
    let mut in_head = false;
    let mut is_open = false;
    for (number, line) in text.lines().enumerate() {
        let number = number + 1;
        if line.starts_with("###") {
            is_open = false;
            in_head = false;
            continue;
        }
        if begins(line) {
            messages.push(Message {
                line: number,
                first: line.trim(),
                headers: Vec::new(),
                body: String::new(),
            });
            in_head = true;
            is_open = true;
            continue;
        }
        let Some(message) = messages.last_mut().filter(|_| is_open) else {
            // Comments and variables of the editor stand before a request.
            let ignored = line.trim().is_empty() || line.trim_start().starts_with(['#', '/', '@']);
            if ignored {
                continue;
            }
            let start: String = line.chars().take(40).collect();
            return Err(ReadError::new(
                format!("line {number}"),
                format!(
                    "`{start}` is neither a request, a response (`HTTP/1.1 200`), JSON nor a HAR file"
                ),
            ));
        };
        if !in_head {
            message.body.push_str(line);
            message.body.push('\n');
        } else if line.trim().is_empty() {
            in_head = false;
        } else if let Some((name, value)) = line.split_once(':') {
            message
                .headers
                .push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    Ok(messages)
}

/// Whether a line is that of a request or a status.
fn begins(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    let is_request = METHODS.contains(&first)
        && line.split_whitespace().nth(1).is_some_and(|url| {
            url.starts_with('/') || url.contains("://") || url.starts_with("{{")
        });
    is_request
        || (line.starts_with("HTTP/") && line.split_whitespace().count() >= 2)
        || value::is_absolute(first)
}
