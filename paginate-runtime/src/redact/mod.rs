//! Decides what an error shows of a request and its response: bounded, on one line, without
//! secrets.
//!
//! * An error shows the *structure* of a body: names, types and lengths.
//! * It shows text from members in which an API says what is wrong, plain text, and all text if the
//!   caller asks for it.
//! * In each text, it masks what was sent and what looks like a secret. Text is masked first and
//!   cut afterwards, so that no secret is cut in two.

pub(crate) mod base64;
pub(crate) mod known;
mod markup;
mod names;
mod prose;
pub(crate) mod secrets;
mod structure;
#[cfg(test)]
mod tests;

use std::ops::Range;

use url::Url;

pub(crate) use crate::redact::known::Secret;
use crate::redact::markup::{html_text, is_html, xml};
use crate::redact::structure::{Structure, Values};

/// The most characters of a body that are shown.
const LENGTH: usize = 256;

/// The most characters that are shown of a body that can be data instead of a message.
const GLIMPSE: usize = 100;

/// The most bytes of a text that are read.
const TEXT: usize = 4 << 10;

/// The most bytes of JSON that are read: an error must not block its thread.
pub(crate) const BODY: usize = 1 << 20;

/// The sign for text that is hidden or cut off.
const MASK: &str = "…";

/// The rules for what an error shows of the response to one request.
#[derive(Debug, Default)]
pub(crate) struct Redaction {
    secrets: Vec<Secret>,
    /// The name of the member that holds the continuation.
    continuation: Option<&'static str>,
    /// The caller asks for the text of bodies.
    bodies: bool,
}

impl Redaction {
    /// Creates rules that mask `secrets`. `continuation` is the path of a page's token, with names
    /// separated by dots. `bodies` shows all text.
    pub(crate) fn new(
        secrets: Vec<Secret>,
        continuation: Option<&'static str>,
        bodies: bool,
    ) -> Self {
        Self {
            secrets,
            continuation: continuation.and_then(|path| path.rsplit('.').next()),
            bodies,
        }
    }

    /// Returns what may be shown of a message from an API or a client.
    pub(crate) fn message(&self, text: &str) -> String {
        if matches!(text.trim_start().as_bytes().first(), Some(b'{' | b'[')) {
            let values = if self.bodies {
                Values::All
            } else {
                Values::Errors
            };
            return self.json(text.as_bytes(), values, true, None);
        }
        Line::of(&self.masked(text), LENGTH).finish(text.len())
    }

    /// Returns what may be shown of the body of a response that is no page: what the API says about
    /// the failure.
    pub(crate) fn refusal(&self, body: &[u8]) -> String {
        self.body(body, Values::Errors, LENGTH, None)
    }

    /// Returns what may be shown of the body of a response that cannot be decoded: its structure,
    /// around the byte at which decoding failed.
    pub(crate) fn page(&self, body: &[u8], failed: Option<usize>) -> String {
        self.body(body, Values::None, GLIMPSE, failed)
    }

    fn body(&self, body: &[u8], values: Values, length: usize, failed: Option<usize>) -> String {
        let (values, length) = if self.bodies {
            (Values::All, LENGTH)
        } else {
            (values, length)
        };
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        // A refusal can begin with a bracket and still be prose.
        if looks_like_json(body) && (values != Values::Errors || is_json(body)) {
            return self.json(body, values, false, failed);
        }
        let text = String::from_utf8_lossy(body.get(..8 * TEXT).unwrap_or(body));
        let mut line = Line::new(length);
        if text.trim_start().starts_with('<') {
            // A secret can contain angle brackets, so it is masked before the markup is read.
            let text = covered(&text, prose::sent(&text, &self.secrets));
            if is_html(&text) {
                line.push(&self.masked(html_text(&text).trim()));
            } else {
                xml(&text, values, self, &mut line);
            }
        } else if values == Values::None {
            // The first line of a table names its columns; what follows is data.
            let first = text.trim_start().lines().next().unwrap_or_default();
            line.push(&self.masked(first));
            line.cut |= first.len() < text.trim().len();
        } else {
            line.push(&self.masked(&text));
            line.cut |= body.len() > TEXT;
        }
        line.finish(body.len())
    }

    fn json(&self, body: &[u8], values: Values, report: bool, failed: Option<usize>) -> String {
        let read = body.get(..BODY).unwrap_or(body);
        let failed = failed.filter(|failed| *failed < read.len());
        let (mut before, mut after) = (Line::new(usize::MAX), Line::new(LENGTH / 2));
        if failed.is_none() {
            after = Line::new(LENGTH);
        }
        let mut cut = false;
        let mut show = |text: &str, behind: bool| {
            if behind {
                if after.text.is_empty() && text.starts_with(' ') {
                    // `Line` drops a blank at its start, but here it separates the two lines.
                    before.push(" ");
                }
                after.push(text);
                return !after.is_full();
            }
            before.push(text);
            // Not for each piece: the body can be long.
            if before.chars > 8 * LENGTH {
                before = before.tail(LENGTH / 2);
                cut = true;
            }
            true
        };
        Structure::new(read, values, self, failed, &mut show).run(report);
        after.cut |= read.len() < body.len();
        if failed.is_some() {
            cut |= before.chars > LENGTH / 2;
            before = before.tail(LENGTH / 2);
        }
        let start = if cut { MASK } else { "" };
        format!("{start}{}{}", before.text, after.finish(body.len()))
    }

    /// Returns the text with a mask in place of each secret.
    fn masked(&self, text: &str) -> String {
        let end = (0..=TEXT.min(text.len()))
            .rev()
            .find(|end| text.is_char_boundary(*end))
            .unwrap_or_default();
        let (shown, rest) = text.split_at_checked(end).unwrap_or_default();
        // A word that the limit cuts in two is not shown.
        let last_word = |text: &str| text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let shown = if rest.is_empty() {
            shown
        } else {
            shown.get(..last_word(shown)).unwrap_or_default()
        };
        let mut masked = covered(shown, prose::hidden(shown, &self.secrets));
        if !rest.is_empty() {
            masked.push_str(MASK);
        }
        masked
    }

    /// Whether a member of this name holds the continuation.
    fn is_continuation(&self, name: &str) -> bool {
        self.continuation == Some(name)
    }

    /// Whether this origin contains a credential or a token that was sent.
    pub(crate) fn is_in_origin(&self, origin: &str) -> bool {
        self.secrets.iter().any(|secret| secret.is_in_host(origin))
    }

    /// Returns the path of a member with a mask in place of each name that contains a credential or
    /// a token that was sent; `None` if there are no such names.
    pub(crate) fn path(&self, path: &str) -> Option<String> {
        self.is_known(path).then(|| {
            let names: Vec<&str> = path
                .split('.')
                .map(|name| if self.is_known(name) { MASK } else { name })
                .collect();
            // A secret can contain dots.
            let path = names.join(".");
            if self.is_known(&path) {
                MASK.to_owned()
            } else {
                path
            }
        })
    }

    /// Whether this name contains a credential or a token that was sent.
    fn is_known(&self, name: &str) -> bool {
        self.secrets.iter().any(|secret| secret.is_in_name(name))
    }
}

/// Returns the text with a mask in place of each of these parts.
fn covered(text: &str, parts: Vec<Range<usize>>) -> String {
    let mut covered = String::with_capacity(text.len());
    let mut at = 0;
    for part in parts {
        covered.push_str(text.get(at..part.start).unwrap_or_default());
        covered.push_str(MASK);
        at = part.end;
    }
    covered.push_str(text.get(at..).unwrap_or_default());
    covered
}

/// Whether a body begins as JSON does; an error page or a plain message does not.
pub(crate) fn looks_like_json(body: &[u8]) -> bool {
    match body.trim_ascii_start().first() {
        Some(b'{' | b'[' | b'"') => true,
        // `404 page not found` is no number.
        Some(b'-' | b'0'..=b'9' | b'n' | b't' | b'f') => is_json(body),
        _ => false,
    }
}

/// Whether this is JSON, or the beginning of JSON.
fn is_json(body: &[u8]) -> bool {
    let read = body.get(..BODY).unwrap_or(body);
    match serde_json::from_slice::<serde::de::IgnoredAny>(read) {
        Ok(_) => true,
        Err(error) => error.is_eof(),
    }
}

/// Returns a URL without user name, password, query and fragment. A long path is cut.
pub(crate) fn redact_url(url: &Url) -> String {
    if url.cannot_be_a_base() {
        return format!("{}:{MASK}", url.scheme());
    }
    let host = url.host_str().unwrap_or_default();
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    let query = if url.query().is_some() { "?…" } else { "" };
    let mut path: String = url.path().chars().take(LENGTH).collect();
    if path.len() < url.path().len() {
        path.push_str(MASK);
    }
    format!("{}://{host}{port}{path}{query}", url.scheme())
}

/// One line of text that grows up to a length: control characters and white space collapse into
/// single spaces.
struct Line {
    text: String,
    /// How many characters the text has.
    chars: usize,
    /// How many characters it may have.
    most: usize,
    /// Text was left out.
    cut: bool,
}

impl Line {
    fn new(most: usize) -> Self {
        Self {
            text: String::new(),
            chars: 0,
            most,
            cut: false,
        }
    }

    fn of(text: &str, most: usize) -> Self {
        let mut line = Self::new(most);
        line.push(text);
        line
    }

    fn is_full(&self) -> bool {
        self.cut
    }

    /// Adds text.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            // Characters in the last ranges are invisible, or change the direction of the text
            // after them.
            let blank = c.is_whitespace()
                || c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
            if !blank || !(self.text.is_empty() || self.text.ends_with(' ')) {
                if self.chars == self.most {
                    self.cut |= !blank;
                    continue;
                }
                self.text.push(if blank { ' ' } else { c });
                self.chars += 1;
            }
        }
    }

    /// Returns a line with the last `chars` characters.
    fn tail(&self, chars: usize) -> Self {
        let skipped = self.chars.saturating_sub(chars);
        Self {
            text: self.text.chars().skip(skipped).collect(),
            chars: self.chars - skipped,
            ..Self::new(self.most)
        }
    }

    /// Returns the text. If it was cut, the size of the whole body follows, in bytes.
    fn finish(self, bytes: usize) -> String {
        if self.cut {
            format!("{}… ({bytes} bytes)", self.text)
        } else {
            self.text.trim_end().to_owned()
        }
    }
}
