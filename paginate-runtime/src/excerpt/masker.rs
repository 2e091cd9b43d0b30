//! What is shown of a body, piece by piece, and what is hidden.

use std::borrow::Cow;

use super::signs::{closing, equals, find, is_auth_scheme, is_secret, is_token, is_url, quote, run_length, starts_with, unescaped};
use super::{LENGTH, MASK};

/// Reads JSON, XML, HTML, forms and plain text alike from left to right, without trusting that any of it is well-formed: in doubt it hides.
pub(super) struct Masker<'a> {
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
    pub(super) fn new(body: &'a [u8]) -> Self {
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
    pub(super) fn run(&mut self, show: &mut dyn FnMut(usize, &str) -> bool) -> bool {
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
