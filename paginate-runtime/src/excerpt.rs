//! Short excerpts of response bodies and URLs for error messages: readable, on one line, without secrets.

mod masker;
mod signs;
#[cfg(test)]
mod tests;

use url::Url;

use self::masker::Masker;

/// How many characters of a body are shown.
const LENGTH: usize = 256;

/// What stands for something hidden, or cut off.
const MASK: &str = "…";

/// The beginning of a body.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let mut line = Line::default();
    Masker::new(body).run(&mut |_, text| {
        line.push(text);
        line.chars <= LENGTH
    });
    line.finish(body.len(), false)
}

/// What stands around the place where decoding failed.
///
/// The body is read from its start: what is a secret's value cannot be seen from its middle.
pub(crate) fn excerpt_around(body: &[u8], offset: usize) -> String {
    let (mut before, mut cut, mut after) = (Line::default(), false, Line::default());
    Masker::new(body).run(&mut |at, text| {
        if at < offset {
            before.push(text);
            // Now and then, not each time: the body can be long.
            if before.chars > 8 * LENGTH {
                before = before.tail();
                cut = true;
            }
        } else {
            if after.text.is_empty() && text.starts_with(char::is_whitespace) {
                // A line drops the blank that it begins with, and this one goes on where the other ends.
                before.push(" ");
            }
            after.push(text);
        }
        after.chars <= LENGTH / 2
    });
    cut |= before.chars > LENGTH / 2;
    let mut line = before.tail();
    line.push(&after.text);
    let line = line.finish(body.len(), after.chars > LENGTH / 2);
    if cut { format!("{MASK}{line}") } else { line }
}

/// A URL without user name, password, query and fragment, and not more than the beginning of a long path.
pub(crate) fn redact_url(url: &Url) -> String {
    if url.cannot_be_a_base() {
        return format!("{}:{MASK}", url.scheme());
    }
    let host = url.host_str().unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let query = if url.query().is_some() { "?…" } else { "" };
    let mut path: String = url.path().chars().take(LENGTH).collect();
    if path.len() < url.path().len() {
        path.push_str(MASK);
    }
    format!("{}://{host}{port}{path}{query}", url.scheme())
}

/// One line of text that grows: control characters and white space collapse into single spaces.
#[derive(Default)]
struct Line {
    text: String,
    /// How many characters the text has.
    chars: usize,
}

impl Line {
    /// Adds text.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            // The last ranges are invisible, or turn the direction of what follows.
            let blank = c.is_whitespace()
                || c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
            if !blank || !(self.text.is_empty() || self.text.ends_with(' ')) {
                self.text.push(if blank { ' ' } else { c });
                self.chars += 1;
            }
        }
    }

    /// The last half of an excerpt.
    fn tail(&self) -> Self {
        let skipped = self.chars.saturating_sub(LENGTH / 2);
        let text: String = self.text.chars().skip(skipped).collect();
        Self {
            text,
            chars: self.chars - skipped,
        }
    }

    /// The excerpt of a body of this many bytes, which goes on if it is `cut`.
    fn finish(self, bytes: usize, cut: bool) -> String {
        if self.chars <= LENGTH && !cut {
            return self.text.trim_end().to_owned();
        }
        let shown: String = self.text.chars().take(LENGTH).collect();
        format!("{shown}… ({bytes} bytes)")
    }
}
