//! Short excerpts of response bodies and URLs for error messages: readable, on one line, without secrets.

use std::borrow::Cow;

use url::Url;

/// How many characters of a body are shown.
const LENGTH: usize = 256;

/// What the name of a secret contains.
const SECRET_NAMES: [&str; 14] = [
    "token",
    "cursor",
    "secret",
    "password",
    "passwd",
    "auth",
    "key",
    "credential",
    "signature",
    "session",
    "next",
    "locator",
    "marker",
    "scroll",
];

/// The shortest mixed run of token characters that is taken for a secret wherever it stands.
const RUN: usize = 20;

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

/// Reads JSON, XML, HTML, forms and plain text alike from left to right, without trusting that any of it is well-formed: in doubt it hides.
struct Masker<'a> {
    body: &'a [u8],
    at: usize,
    html: bool,
    /// Whether strings are told from what is between them by counting quotes from the start.
    json: bool,
    /// The secret element whose start tag is being read.
    element: Option<&'a [u8]>,
}

impl<'a> Masker<'a> {
    /// At the start of a body.
    fn new(body: &'a [u8]) -> Self {
        let start = body.trim_ascii_start();
        let html = [&b"<!doctype html"[..], b"<html"].iter().any(|tag| starts_with(start, tag));
        let json = matches!(
            start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).first(),
            Some(b'{' | b'[' | b'"')
        );
        Self {
            body,
            at: 0,
            html,
            json,
            element: None,
        }
    }

    /// Shows pieces with the place they come from, until the callback has enough; says whether it has not.
    fn run(&mut self, show: &mut dyn FnMut(usize, &str) -> bool) -> bool {
        while self.at < self.body.len() {
            let from = self.at;
            let piece = self.piece();
            // Whatever a piece is, it moves on.
            self.at = self.at.max(from + 1);
            if !show(from, &piece) {
                return false;
            }
            if self.json && self.at == from + 1 && piece == "\"" && !self.string(show) {
                return false;
            }
        }
        true
    }

    /// Shows the rest of a string. Its content is read on its own, so that no quote or bracket in it pairs with one outside.
    fn string(&mut self, show: &mut dyn FnMut(usize, &str) -> bool) -> bool {
        let end = closing(self.body, self.at, b"\"");
        let body = self.body.get(self.at..end).unwrap_or_default();
        let start = std::mem::replace(&mut self.at, end + 1);
        let flat = |body| Masker {
            body,
            at: 0,
            html: false,
            json: false,
            element: None,
        };
        let more = match unescaped(body).filter(|_| body.contains(&b'\\')) {
            // JSON in JSON, or prose with quotes; nested as deep as backslashes can double.
            Some(text) => Masker {
                json: text.contains('"'),
                ..flat(text.as_bytes())
            }
            .run(&mut |_, text| show(start, &text.replace('\\', "\\\\").replace('"', "\\\""))),
            None => flat(body).run(&mut |at, text| show(start + at, text)),
        };
        more && (end == self.body.len() || show(end, "\""))
    }

    /// What is still to be read from a place on.
    fn rest(&self, at: usize) -> &'a [u8] {
        self.body.get(at..).unwrap_or_default()
    }

    /// Takes everything up to a place as it is.
    fn take(&mut self, end: usize) -> Cow<'a, str> {
        let taken = self.body.get(self.at..end).unwrap_or_default();
        self.at = end;
        String::from_utf8_lossy(taken)
    }

    /// The end of the stretch of such bytes.
    fn while_(&self, at: usize, test: impl Fn(u8) -> bool) -> usize {
        at + self.rest(at).iter().take_while(|byte| test(**byte)).count()
    }

    /// The next piece, with what is secret in it hidden.
    fn piece(&mut self) -> Cow<'a, str> {
        let rest = self.rest(self.at);
        match rest.first() {
            Some(b'<') if self.html => self.html_tag(),
            Some(b'<') => self.start_tag(),
            Some(b'>') => match self.element.take() {
                Some(name) if !self.body.get(..self.at).unwrap_or_default().ends_with(b"/") => self.element_text(name),
                _ => self.take(self.at + 1),
            },
            Some(b'?') if !self.body.get(..self.at).unwrap_or_default().ends_with(b"<") => {
                let end = self.url_end(self.at + 1);
                self.hidden("?", self.at + 1, end)
            }
            Some(_) if is_url(rest) => self.url(),
            Some(_) if quote(rest).is_some() => self.quoted_name(),
            Some(_) if run_length(rest) > 0 => self.word(),
            // One character.
            _ => self.take(self.while_(self.at + 1, |byte| (0x80..0xc0).contains(&byte))),
        }
    }

    /// The prefix, and a mask for what follows up to `end`, if anything does.
    fn hidden(&mut self, shown: &str, from: usize, end: usize) -> Cow<'a, str> {
        self.at = end;
        Cow::Owned(if from < end { format!("{shown}{MASK}") } else { shown.to_owned() })
    }

    /// A tag of a web page: not shown, and scripts and styles with it.
    fn html_tag(&mut self) -> Cow<'a, str> {
        let rest = self.rest(self.at);
        let close = [("<script", "</script"), ("<style", "</style"), ("<!--", "--")]
            .iter()
            .find(|(open, _)| starts_with(rest, open.as_bytes()));
        let start = close.map_or(1, |(open, close)| {
            open.len() + find(rest.get(open.len()..).unwrap_or_default(), close.as_bytes())
        });
        self.at += start;
        self.at = self.while_(self.at, |byte| byte != b'>') + 1;
        Cow::Borrowed(" ")
    }

    /// The `<` and name of an XML tag.
    fn start_tag(&mut self) -> Cow<'a, str> {
        let end = self.while_(self.at + 1, |byte| {
            byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte) || !byte.is_ascii()
        });
        let name = self.body.get(self.at + 1..end).unwrap_or_default();
        self.element = is_secret(name).then_some(name);
        // `<token=..` and `<token:..` are no tags, or not only.
        let plain = name.contains(&b':') || self.rest(end).starts_with(b"=");
        self.take(if plain { self.at + 1 } else { end })
    }

    /// The `>` of a secret element's start tag, and its text.
    fn element_text(&mut self, name: &[u8]) -> Cow<'a, str> {
        let close = [b"</", name].concat();
        let end = self.at + find(self.rest(self.at), &close);
        self.hidden(">", self.at + 1, end)
    }

    /// An absolute URL: scheme, host and path.
    fn url(&mut self) -> Cow<'a, str> {
        let scheme = self.while_(self.at, |byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        let relative = scheme == self.at;
        let start = self.while_(scheme, |byte| b":/\\".contains(&byte));
        let mut shown = self.take(start).into_owned();
        let end = self.url_end(start);
        let all = String::from_utf8_lossy(self.body.get(start..end).unwrap_or_default());
        self.at = end;
        let path_end = all.find(['?', '#']).unwrap_or(all.len());
        let (address, query) = all.split_at(path_end);
        let (authority, path) = address.split_at(address.find(['/', '\\']).unwrap_or(address.len()));
        let host = authority.rsplit('@').next().unwrap_or_default();
        // What is no port is a password with a slash in it, and then all of this is a credential.
        let port = host.rsplit_once(':').map_or("", |(_, port)| port);
        // And what has no scheme can be Base64.
        if !host.ends_with(']') && !port.bytes().all(|byte| byte.is_ascii_digit()) || relative && is_token(address) {
            shown.push_str(MASK);
            return Cow::Owned(shown);
        }
        shown.push_str(host);
        for segment in path.split_inclusive('/') {
            shown.push_str(if is_token(segment) || equals(segment.as_bytes(), 0).is_some() {
                "…/"
            } else {
                segment
            });
        }
        if let Some(mark) = query.chars().next() {
            shown.push(mark);
            shown.push_str(if query.len() > 1 { MASK } else { "" });
        }
        Cow::Owned(shown)
    }

    /// Where a URL ends that is written here.
    fn url_end(&self, at: usize) -> usize {
        let mut end = at;
        for byte in self.rest(at) {
            let quoted = *byte == b'\\' && quote(self.rest(end)).is_some();
            if quoted || byte.is_ascii_whitespace() || byte.is_ascii_control() || b"\"<>`".contains(byte) {
                break;
            }
            end += 1;
        }
        end
    }

    /// A quote; with it the name and the value, where it opens the name of a secret.
    fn quoted_name(&mut self) -> Cow<'a, str> {
        let Some(mark) = quote(self.rest(self.at)) else {
            return self.take(self.at + 1);
        };
        let start = self.at + mark.len();
        let close = closing(self.body, start, mark);
        let name = self.body.get(start..close).unwrap_or_default();
        // With such characters the mark did not open a name, but closed or interrupted something else.
        let whole = name.len() <= LENGTH && (self.json && mark == b"\"" || !name.iter().any(|byte| b"\"<&".contains(byte)));
        let secret = whole && (is_secret(name) || unescaped(name).is_some_and(|name| is_secret(name.as_bytes())));
        match secret.then(|| self.separator(close)).flatten() {
            Some(value) if is_token(&String::from_utf8_lossy(name)) => {
                self.at = close;
                Cow::Owned(format!("\"{MASK}{}", self.value(value)))
            }
            Some(value) => self.value(value),
            None => self.take(start),
        }
    }

    /// A run of token characters; with it the value, where the run is or contains the name of a secret.
    fn word(&mut self) -> Cow<'a, str> {
        let length = run_length(self.rest(self.at));
        let end = self.at + length;
        let run = self.rest(self.at).get(..length).unwrap_or_default();
        let mut from = 0;
        // `next=..`, `a=b/token=..`: the first secret name hides what follows.
        while let Some((name_end, value)) = equals(run, from) {
            let name = run.get(from..name_end).unwrap_or_default();
            if is_secret(name) {
                return self.named(name_end, self.at + value);
            }
            from = value;
        }
        let name = run.get(from..).unwrap_or_default();
        if let Some(value) = self.separator(end).filter(|_| is_secret(name)) {
            return self.named(length, value);
        }
        let value = self.while_(end, |byte| byte.is_ascii_whitespace());
        // `Bearer ..`, `token "..."` in prose.
        let credential = run.eq_ignore_ascii_case(b"bearer") || run.eq_ignore_ascii_case(b"basic");
        if value > end && (credential || is_secret(name) && quote(self.rest(value)).is_some()) {
            return self.named(length, value);
        }
        // `u=https://..`: what comes after the `=` is read as a URL.
        let tail = run
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
            .count();
        let url = tail < length && is_url(self.rest(end - tail));
        let end = if url { end - tail } else { end };
        let run = run.get(..end - self.at).unwrap_or_default();
        let masked = is_token(&String::from_utf8_lossy(run));
        let shown = self.take(end);
        if masked { Cow::Borrowed(MASK) } else { shown }
    }

    /// A name of this length, hidden itself if it looks like a token, and its value.
    fn named(&mut self, length: usize, value: usize) -> Cow<'a, str> {
        let name = String::from_utf8_lossy(self.rest(self.at).get(..length).unwrap_or_default());
        if is_token(&name) {
            self.at += length;
            return Cow::Owned(format!("{MASK}{}", self.value(value)));
        }
        self.value(value)
    }

    /// Where the value starts, if a separator of name and value follows here.
    fn separator(&self, mut at: usize) -> Option<usize> {
        while let Some(close) = quote(self.rest(at))
            .map(<[u8]>::len)
            .or(self.rest(at).starts_with(b"]").then_some(1))
        {
            at += close;
        }
        let blank = |byte: u8| byte.is_ascii_whitespace();
        at = self.while_(at, blank);
        let sign = [&b"=>"[..], b"=", b":", b"%3d", b"\\u003d"]
            .into_iter()
            .find(|sign| starts_with(self.rest(at), sign))?;
        Some(self.while_(at + sign.len(), blank))
    }

    /// Everything up to the value as it is, and the value hidden: all of it, whatever it is.
    fn value(&mut self, value: usize) -> Cow<'a, str> {
        let name = self.take(value);
        let rest = self.rest(value);
        let (open, end, close) = match rest.first() {
            _ if let Some(mark) = quote(rest) => {
                let start = value + mark.len();
                let end = closing(self.body, start, mark);
                (mark, end, mark)
            }
            Some(b'{') => (&b"{"[..], self.bracket(value), &b"}"[..]),
            Some(b'[') => (&b"["[..], self.bracket(value), &b"]"[..]),
            _ => (&b""[..], self.bare(value), &b""[..]),
        };
        let close = if end < self.body.len() { close } else { b"" };
        let hidden = self.body.get(value + open.len()..end).unwrap_or_default();
        self.at = end + close.len();
        let shown = match hidden {
            // How a value is missing is no secret, and often what went wrong.
            b"null" | b"true" | b"false" if open.is_empty() => String::from_utf8_lossy(hidden),
            _ if hidden.trim_ascii().is_empty() => Cow::Borrowed(""),
            _ => Cow::Borrowed(MASK),
        };
        let (open, close) = (String::from_utf8_lossy(open), String::from_utf8_lossy(close));
        Cow::Owned(format!("{name}{open}{shown}{close}"))
    }

    /// Where the bracket that opens here is closed.
    fn bracket(&self, start: usize) -> usize {
        let (mut at, mut depth) = (start, 0_usize);
        while let Some(byte) = self.body.get(at) {
            if let Some(mark) = quote(self.rest(at)).filter(|mark| mark.ends_with(b"\"")) {
                at = closing(self.body, at + mark.len(), mark) + mark.len();
                continue;
            }
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 1 => return at,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        self.body.len()
    }

    /// Where a value without quotes ends.
    fn bare(&self, start: usize) -> usize {
        let end = self.bare_word(start);
        let more = self.while_(end, |byte| byte == b' ');
        let word = self.body.get(start..end).unwrap_or_default();
        if is_auth_scheme(word) && more > end {
            self.bare_word(more)
        } else {
            end
        }
    }

    /// Where one word of such a value ends.
    fn bare_word(&self, start: usize) -> usize {
        let mut end = start;
        for byte in self.rest(start) {
            let quoted = quote(self.rest(end)).is_some();
            let next = self.body.get(end + 1).copied().unwrap_or(b' ');
            // In forms a comma can be part of a value; in JSON it is followed by a name.
            let comma = b",;".contains(byte) && (next.is_ascii_whitespace() || b"\"'\\".contains(&next));
            if quoted || comma || byte.is_ascii_whitespace() || b"&>}])".contains(byte) || *byte == b'<' && end > start {
                break;
            }
            end += 1;
        }
        end
    }
}

/// The quotation mark that this begins with, as it is escaped in JSON in JSON, or in XML.
fn quote(text: &[u8]) -> Option<&[u8]> {
    // More are no escape of a quote, and would have to be counted from each of them.
    let slashes = text.iter().take(64).take_while(|byte| **byte == b'\\').count();
    if matches!(text.get(slashes), Some(b'"' | b'\'')) {
        return text.get(..=slashes);
    }
    let entities = ["&quot;", "&#34;", "&#x22;", "&apos;", "&#39;", "&#x27;"];
    entities
        .iter()
        .find(|entity| starts_with(text, entity.as_bytes()))
        .and_then(|entity| text.get(..entity.len()))
}

/// The text of a JSON string's content.
fn unescaped(content: &[u8]) -> Option<String> {
    serde_json::from_slice(&[b"\"", content, b"\""].concat()).ok()
}

/// Where the string is closed that this mark opened.
fn closing(body: &[u8], start: usize, mark: &[u8]) -> usize {
    let (level, last) = (mark.len().saturating_sub(1), mark.last().copied().unwrap_or_default());
    if last == b';' {
        return start + find(body.get(start..).unwrap_or_default(), mark);
    }
    let mut slashes = 0;
    for (at, byte) in body.iter().enumerate().skip(start) {
        // Each level of escaping doubles the backslashes of the one within and adds one of its own.
        if *byte == last && (slashes < level || (slashes - level) % (2 * (level + 1)) == 0) {
            return at - slashes.min(level);
        }
        slashes = if *byte == b'\\' { slashes + 1 } else { 0 };
    }
    body.len()
}

/// The next sign that sets a value in this run: where it starts and where it ends.
fn equals(run: &[u8], from: usize) -> Option<(usize, usize)> {
    (from..run.len()).find_map(|at| {
        let rest = run.get(at..).unwrap_or_default();
        let sign = [&b"="[..], b"%3d", b"\\u003d"].into_iter().find(|sign| starts_with(rest, sign))?;
        Some((at, at + sign.len()))
    })
}

/// How many bytes of token characters this begins with, escaped ones among them.
fn run_length(text: &[u8]) -> usize {
    let mut length = 0;
    while let Some(rest) = text.get(length..) {
        length += match rest {
            [b'\\', b'/', ..] => 2,
            [b'\\', b'u', b'0', b'0', b'2'..=b'7', low, ..] if low.is_ascii_hexdigit() && !starts_with(rest, b"\\u0026") => 6,
            [byte, ..] if byte.is_ascii_alphanumeric() || b"+/=_.%~-".contains(byte) => 1,
            _ => break,
        };
    }
    length
}

/// Whether such a run is long and mixed enough to be a token.
fn is_token(run: &str) -> bool {
    let mixed = run.contains(|c: char| c.is_ascii_lowercase()) && run.contains(|c: char| c.is_ascii_uppercase());
    run.len() >= RUN && (mixed || run.contains(|c: char| c.is_ascii_digit()))
}

/// Whether what has this name is hidden.
fn is_secret(name: &[u8]) -> bool {
    SECRET_NAMES.iter().any(|secret| find(name, secret.as_bytes()) < name.len())
}

/// Whether a credential follows this word.
fn is_auth_scheme(word: &[u8]) -> bool {
    ["bearer", "basic", "digest", "token", "apikey", "negotiate"]
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme.as_bytes()))
}

/// Whether an absolute URL begins here.
fn is_url(text: &[u8]) -> bool {
    let scheme = text
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
        .count();
    let rest = text.get(scheme..).unwrap_or_default();
    let rest = if scheme > 0 {
        rest.strip_prefix(b":").unwrap_or_default()
    } else {
        rest
    };
    rest.starts_with(b"//") || rest.starts_with(b"\\/\\/")
}

/// Whether it begins with this, whatever the case.
fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Where this first occurs, whatever the case, or the length of the text.
fn find(text: &[u8], part: &[u8]) -> usize {
    text.windows(part.len().max(1))
        .position(|window| window.eq_ignore_ascii_case(part))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn readable_text_stays_readable() {
        for (body, shown) in [
            ("", ""),
            (
                r#"{"error":"page size must be at most 300","code":4711}"#,
                r#"{"error":"page size must be at most 300","code":4711}"#,
            ),
            ("{\n  \"a\" : [1,\t2 ],\r\n\"b\":null }\n", r#"{ "a" : [1, 2 ], "b":null }"#),
            ("Did you mean this? Yes.", "Did you mean this? Yes."),
            (
                r#"{"path":"response.metadata.items.list"}"#,
                r#"{"path":"response.metadata.items.list"}"#,
            ),
            (
                r#"{"at":"2024-01-01T00:00:00Z","n":1234567890123456789}"#,
                r#"{"at":"2024-01-01T00:00:00Z","n":1234567890123456789}"#,
            ),
            ("the token expired, can't go on", "the token expired, can't go on"),
            (r#"{"message":"invalid token","code":1}"#, r#"{"message":"invalid token","code":1}"#),
            (
                r#"{"next_token":null,"cursor":"","session":{ }}"#,
                r#"{"next_token":null,"cursor":"","session":{}}"#,
            ),
            (
                r#"<?xml version="1.0"?><Error><Code>Denied</Code></Error>"#,
                r#"<?xml version="1.0"?><Error><Code>Denied</Code></Error>"#,
            ),
            ("\u{202e}gr\u{fc}n\u{0}\u{1b}[31m \u{4e2d}", "gr\u{fc}n [31m \u{4e2d}"),
            (
                "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title><style>a>b{c}</style><script>let t='s3'</script></head>\n<body><h1>Bad <b>gateway</b></h1><!-- x > y --></body></html>",
                "502 Bad Gateway Bad gateway",
            ),
        ] {
            assert_eq!(excerpt(body.as_bytes()), shown);
        }
        assert_eq!(excerpt(b"a\xffb\xe4"), "a\u{fffd}b\u{fffd}");
    }

    #[test]
    fn secrets_are_hidden_where_they_stand() {
        for (body, shown) in [
            (r#"{"nextPageToken":"s3c","n":1}"#, r#"{"nextPageToken":"…","n":1}"#),
            (r#"{"next":5,"n":1}"#, r#"{"next":…,"n":1}"#),
            (r#"{"a":1,"X-Api-KEY" : "s3\"c\\","n":1}"#, r#"{"a":1,"X-Api-KEY" : "…","n":1}"#),
            (r#"{"session":{"id":"s3c}","l":[{}]},"n":1}"#, r#"{"session":{…},"n":1}"#),
            (r#"{"keys":["s3c","]"],"n":1}"#, r#"{"keys":[…],"n":1}"#),
            (r#"{"next page":"s3c","\u0074oken":"s3c"}"#, r#"{"next page":"…","\u0074oken":"…"}"#),
            (r#"{"e":"{\"token\":\"s3\\\"c\",\"n\":1}"}"#, r#"{"e":"{\"token\":\"…\",\"n\":1}"}"#),
            (r#"{"token":"s3c"#, r#"{"token":"…"#),
            (r#"{"token":{"a":"s3c"#, r#"{"token":{…"#),
            ("{'token': 's3c', 'n': 1}", "{'token': '…', 'n': 1}"),
            ("a=1&access_token=s3c&b=2", "a=1&access_token=…&b=2"),
            ("page%5Bcursor%5D=s3c&page[cursor]=s3c&b=2", "page%5Bcursor%5D=…&page[cursor]=…&b=2"),
            ("x%3D1 token%3Ds3c", "x%3D1 token%3D…"),
            ("token=&b=2", "token=&b=2"),
            (
                "<R><NextToken>s3c</NextToken><n>1</n></R>",
                "<R><NextToken>…</NextToken><n>1</n></R>",
            ),
            (
                "<R><ns:Token a='1'><![CDATA[s3c<]]></ns:Token></R>",
                "<R><ns:Token a='1'>…</ns:Token></R>",
            ),
            ("<R><Marker/><n>1</n><Next></Next></R>", "<R><Marker/><n>1</n><Next></Next></R>"),
            (r#"<e token="s3c" n="1">"#, r#"<e token="…" n="1">"#),
            ("{&quot;token&quot;:&quot;s3c&quot;,1}", "{&quot;token&quot;:&quot;…&quot;,1}"),
            ("Authorization: Bearer s3c\nHost: h", "Authorization: … Host: h"),
            ("sent Bearer s3c to h", "sent Bearer … to h"),
            ("invalid API key 's3c' given", "invalid API key '…' given"),
            ("password: s3c", "password: …"),
            ("id 0123456789abcdef0123 x", "id … x"),
            ("eyJhbGciOi.eyJzdWIiOi.SflKxw", "…"),
            (r#"{"a":"'","token":"s3':0&c"}"#, r#"{"a":"'","token":"…"}"#),
            (r#"{"a":"key: {","token":"s3}c"}"#, r#"{"a":"key: {","token":"…"}"#),
            (
                r#"{"a":"key: '","token":"s'3'c","b":"next:","c":"x"}"#,
                r#"{"a":"key: '","token":"…","b":"next:","c":"x"}"#,
            ),
            ("AbCdEfGhIjKlMnOpQrStUv", "…"),
            (r"abcdefgh1\/abcdefgh\u002babcdefg", "…"),
            ("https://h.example:8443/v2/p?q=s3c&r rest", "https://h.example:8443/v2/p?… rest"),
            ("https://user:s3c@h.example/p#s3c", "https://h.example/p#…"),
            ("https://user:s/3c@h.example/p", "https://…"),
            ("u=https://user:s3c@h/p", "u=https://h/p"),
            ("//user:s3c@h/p?s3c", "//h/p?…"),
            ("https://h/a/0123456789abcdef0123/b;sid=s3c/c", "https://h/a/…/…/c"),
            (
                r#"{"href":"https:\/\/user:s3c@h\/p?q=s3c\u0026r","n":1}"#,
                r#"{"href":"https://h/p?…","n":1}"#,
            ),
            (r#"{"href":"/p?q=s3c","m":"?s3c"}"#, r#"{"href":"/p?…","m":"?…"}"#),
        ] {
            assert_eq!(excerpt(body.as_bytes()), shown, "{body}");
        }
    }

    #[test]
    fn excerpts_are_bounded() {
        let long = "word ".repeat(1_000);
        let shown = excerpt(long.as_bytes());
        assert!(shown.ends_with("… (5000 bytes)"), "{shown}");
        assert_eq!(shown.chars().count(), 256 + "… (5000 bytes)".chars().count());
        assert_eq!(excerpt(&[b'\\'; 1_000_000]).chars().take_while(|c| *c == '\\').count(), 256);
    }

    #[test]
    fn long_bodies_take_linear_time() {
        for part in [
            "\"",
            "'",
            "\\",
            "\\\"",
            "&quot;",
            "{",
            "key:{",
            "key: bearer ",
            "bearer ",
            "a=",
            "'key'",
            "\"key\"",
            "<key>",
            "//",
            "?",
            "key ",
            " ",
        ] {
            for start in ["", "[", "[\"", "<html"] {
                let body = format!("{start}{}", part.repeat(40_000 / part.len()));
                let _ = excerpt_around(body.as_bytes(), body.len());
            }
        }
    }

    #[test]
    fn the_window_is_where_decoding_failed() {
        let body = format!("{} HERE {}", "before ".repeat(500), "after ".repeat(500));
        let shown = excerpt_around(body.as_bytes(), 3_501);
        assert!(
            shown.starts_with('…') && shown.contains("before HERE after") && shown.ends_with("bytes)"),
            "{shown}"
        );
        assert!(shown.chars().count() < 300);
        assert_eq!(excerpt_around(b"{} x", 3), "{} x");
        assert_eq!(excerpt_around(b"{} x", 99), "{} x");
        assert_eq!(excerpt_around(b"", 0), "");
    }

    #[test]
    fn a_window_inside_a_secret_shows_none_of_it() {
        let body = format!(r#"{{"token":"{}","n":x}}"#, "pass phrase ".repeat(200));
        for offset in [0, 12, 1_000, 2_400, body.len() - 2] {
            assert_eq!(excerpt_around(body.as_bytes(), offset), r#"{"token":"…","n":x}"#);
        }
    }

    #[test]
    fn urls_lose_what_can_be_secret() {
        for (url, shown) in [
            ("https://user:pw@h.example:8443/a/b?c=d#e", "https://h.example:8443/a/b?…"),
            ("https://h.example:443/a", "https://h.example/a"),
            ("https://h.example/?", "https://h.example/?…"),
            ("http://[::1]:80/", "http://[::1]/"),
            ("data:text/plain,secret", "data:…"),
        ] {
            assert_eq!(redact_url(&Url::parse(url).unwrap()), shown);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_make_one_bounded_line(body in proptest::collection::vec(any::<u8>(), 0..600), offset in 0..700_usize) {
            for shown in [excerpt(&body), excerpt_around(&body, offset)] {
                prop_assert!(shown.chars().count() < 300 && !shown.contains(char::is_control));
            }
        }

        #[test]
        fn nearly_structured_text_does_not_panic(body in r#"([\[\]{}<>:/?@=&,;"'\\ ]|&quot;|token|%3d|\\u003d|https?://|\u{e9}|<!--|<html|[a-zA-Z0-9]){0,40}"#, offset in 0..99_usize) {
            let _ = (excerpt(body.as_bytes()), excerpt_around(body.as_bytes(), offset));
        }

        #[test]
        fn no_value_of_a_secret_name_is_shown(
            name in "[a-z_]{0,4}", part in 0..SECRET_NAMES.len(), value in "[ -~]{0,20}", junk in "([ -~]|key: ?){0,30}", offset in 0..99_usize,
        ) {
            let name = format!("{name}{}", SECRET_NAMES[part].to_uppercase());
            let value = format!("ZQ{value}ZQ");
            let json = serde_json::json!({ "a": junk.replace("ZQ", ""), &name: value, "z": 1 }).to_string();
            let twice = serde_json::json!({ "error": json }).to_string();
            let form = format!("a=1&{name}={}&z=1", url::form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>());
            let xml = format!("<r><{name}>{}</{name}></r>", value.replace('<', "&lt;"));
            for body in [json, twice, form, xml] {
                for shown in [excerpt(body.as_bytes()), excerpt_around(body.as_bytes(), offset)] {
                    prop_assert!(!shown.contains("ZQ"), "{} -> {}", body, shown);
                }
            }
        }
    }
}
