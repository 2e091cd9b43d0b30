//! A recording of any format.

use super::error::ReadError;
use super::{body, curl, har, http_file, json};
use crate::model::Sample;

/// The samples of a recording: HAR, a transcript of `curl -i` or `curl -v`, an `.http` file with
/// requests and responses, or a bare JSON body.
///
/// # Errors
///
/// What is wrong with the recording, and where; also that nothing in it is a JSON response.
///
/// # Examples
///
/// ```
/// let transcript = "\
/// $ curl -i https://api.example.com/users
/// HTTP/2 200
/// content-type: application/json
///
/// {\"users\": [], \"next\": null}
/// ";
/// let samples = paginate_infer::read::recording(transcript)?;
/// assert_eq!(samples[0].url, "https://api.example.com/users");
/// # Ok::<(), paginate_infer::read::ReadError>(())
/// ```
pub fn recording(text: &str) -> Result<Vec<Sample>, ReadError> {
    if text.len() > json::MAX_BYTES {
        let problem = format!(
            "the recording has {} bytes, and at most {} are read: a few pages are enough",
            text.len(),
            json::MAX_BYTES
        );
        return Err(ReadError::new("", problem));
    }
    let text = text.trim_start_matches('\u{feff}');
    let start = text.trim_start();
    match start.as_bytes().first() {
        None => Err(ReadError::new("", "the recording is empty")),
        Some(b'<') => Err(ReadError::new(
            "",
            "this is HTML or XML, not a JSON response: does the URL need a login?",
        )),
        Some(b'{' | b'[') => match har::of(start)? {
            Some(samples) => Ok(samples),
            None => body::of(start),
        },
        Some(_) if curl::is_transcript(start) => curl::of(text),
        Some(_) => http_file::of(text),
    }
}

/// A response, after its head was read.
pub(crate) fn body_of(text: &str, place: &str) -> Result<serde_json::Value, ReadError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ReadError::new(place, "the response has no body"));
    }
    if text.starts_with('<') {
        return Err(ReadError::new(
            place,
            "the response is HTML or XML, not JSON",
        ));
    }
    serde_json::from_str(text)
        .map_err(|error| ReadError::new(place, format!("the body is no JSON: {error}")))
}

/// The samples of a recording, with the statuses that were none of success. `none` says what is
/// wrong if it has neither.
pub(crate) fn succeeded(
    samples: Vec<Sample>,
    failures: &[u16],
    place: &str,
    none: impl Into<String>,
) -> Result<Vec<Sample>, ReadError> {
    if !samples.is_empty() {
        return Ok(samples);
    }
    if failures.is_empty() {
        return Err(ReadError::new(place, none));
    }
    let login = match failures.iter().any(|status| matches!(status, 401 | 403)) {
        true => ": did the request have its credentials?",
        false => "",
    };
    let statuses: Vec<String> = failures.iter().map(ToString::to_string).collect();
    let statuses = statuses.join(", ");
    let problem = format!("no response succeeded, the status is {statuses}{login}");
    Err(ReadError::new(place, problem))
}

/// The status of a line that begins as `HTTP/1.1 200 OK` does.
pub(crate) fn status_of(line: &str) -> Option<u16> {
    let rest = line.strip_prefix("HTTP/")?;
    rest.split_whitespace().nth(1)?.parse().ok()
}
