//! HAR, which browsers and proxies save.

use serde_json::{Map, Value};

use super::error::ReadError;
use super::{json, recording};
use crate::model::Sample;
use crate::value;

/// The samples of a HAR file. `None` if the text is JSON and no HAR.
pub(crate) fn of(text: &str) -> Result<Option<Vec<Sample>>, ReadError> {
    // Broken JSON is reported by the reader of bodies, in which it would be no HAR either.
    let Ok(document) = serde_json::from_str::<Value>(text) else {
        return match text
            .trim_start_matches(['{', ' ', '\n', '\r', '\t'])
            .starts_with("\"log\"")
        {
            true => json::document(text).map(|_| None),
            false => Ok(None),
        };
    };
    let Some(entries) = document.get("log").and_then(|log| log.get("entries")) else {
        return Ok(None);
    };
    let Some(entries) = entries.as_array() else {
        let problem = format!("this is {}, not a list", json::kind_of(entries));
        return Err(ReadError::new("/log/entries", problem));
    };
    let mut samples = Vec::new();
    let mut failures = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let pointer = format!("/log/entries/{number}");
        let entry = json::as_object(entry, &pointer)?;
        let response = json::object(entry, "response", &pointer)?;
        let request = json::object(entry, "request", &pointer)?;
        // Pictures, scripts, pages: what is no JSON is not meant.
        let Some(body) = content(response) else {
            continue;
        };
        let status = number_of(response, "status");
        if !value::is_success(status) {
            failures.push(status);
            continue;
        }
        samples.push(Sample {
            method: json::text(request, "method").unwrap_or("GET").to_owned(),
            url: json::text(request, "url").unwrap_or_default().to_owned(),
            request_headers: headers(request),
            request_body: posted(request),
            status,
            headers: headers(response),
            body,
        });
    }
    let none = format!("none of the {} responses is JSON", entries.len());
    recording::succeeded(samples, &failures, "/log/entries", none).map(Some)
}

fn number_of(members: &Map<String, Value>, key: &str) -> u16 {
    json::number(members, key)
        .and_then(|number| u16::try_from(number).ok())
        .unwrap_or_default()
}

/// The body, if it is a JSON object or list.
fn content(response: &Map<String, Value>) -> Option<Value> {
    let content = response.get("content")?;
    let text = content.get("text")?.as_str()?;
    let text = match content.get("encoding").and_then(Value::as_str) {
        Some("base64") => String::from_utf8(base64(text)?).ok()?,
        _ => text.to_owned(),
    };
    let body: Value = serde_json::from_str(&text).ok()?;
    (body.is_object() || body.is_array()).then_some(body)
}

fn posted(request: &Map<String, Value>) -> Option<Value> {
    serde_json::from_str(request.get("postData")?.get("text")?.as_str()?).ok()
}

fn headers(of: &Map<String, Value>) -> Vec<(String, String)> {
    let headers = of.get("headers").and_then(Value::as_array);
    headers
        .into_iter()
        .flatten()
        .filter_map(|header| {
            let text = |key| Some(header.get(key)?.as_str()?.to_owned());
            // HTTP/2 writes the parts of the request line as headers.
            Some((text("name")?, text("value")?)).filter(|(name, _)| !name.starts_with(':'))
        })
        .collect()
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' | b'\n' | b'\r' | b' ' => continue,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}
