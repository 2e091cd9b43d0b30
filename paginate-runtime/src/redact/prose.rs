//! Finds what to mask in text that an API wrote for people.

use std::ops::Range;
use std::slice::SliceIndex;

use crate::redact::known;
use crate::redact::known::Secret;
use crate::redact::names::is_secret;

/// The length from which a mixed run of token characters is a secret in any place, in bytes.
const RUN: usize = 20;

/// Returns the parts of a text that must not be shown: what was sent, and what looks like a secret.
/// They are in order and do not overlap.
pub(crate) fn hidden(text: &str, secrets: &[Secret]) -> Vec<Range<usize>> {
    let mut ranges = known::find(text, secrets);
    ranges.extend(looks_secret(text));
    apart(text, ranges)
}

/// Returns the parts of a text that were sent. They are in order and do not overlap.
pub(crate) fn sent(text: &str, secrets: &[Secret]) -> Vec<Range<usize>> {
    apart(text, known::find(text, secrets))
}

/// Sorts ranges, extends them to whole characters, and joins those that overlap or touch.
fn apart(text: &str, mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for mut range in ranges {
        while !text.is_char_boundary(range.start) {
            range.start -= 1;
        }
        while !text.is_char_boundary(range.end) {
            range.end += 1;
        }
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ if range.is_empty() => {}
            _ => apart.push(range),
        }
    }
    apart
}

/// Returns the parts that look like secrets: queries and passwords of URLs, long mixed runs, and
/// the value after the name of a secret or after `Bearer`.
fn looks_secret(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let run = rest.iter().take_while(|byte| is_run(**byte)).count();
        let end = at + run;
        at = match rest.first() {
            Some(b'/') if rest.starts_with(b"//") => url(text, at, &mut found),
            // A query, with or without a URL before it; `<?xml` is none.
            Some(b'?') if !part(text, ..at).ends_with('<') => {
                let end = url_end(bytes, at);
                found.push(at + 1..end);
                end
            }
            Some(b'<') => element(text, at, &mut found),
            _ if run > 0 => match value_after(text, at, end) {
                Some(value) => {
                    found.push(value.clone());
                    value.end
                }
                None => {
                    if is_token(part(text, at..end)) {
                        found.push(at..end);
                    }
                    end
                }
            },
            _ => at + 1,
        };
        // Continue at the start of a character.
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
    }
    found
}

/// Returns the value that the run from `at` to `end` names: `token=..`, `"key": ".."`, `Bearer ..`,
/// `password '..'`.
fn value_after(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let run = part(text, at..end);
    // The value is in the run itself.
    let mut from = 0;
    while let Some((name_end, value)) = equals(part(run, from..)) {
        if is_secret(part(run, from..from + name_end)) {
            return Some(value_at(bytes, at + from + value));
        }
        from += value;
    }
    let name = part(run, from..);
    let skip = |from: usize, test: fn(u8) -> bool| {
        from + bytes
            .iter()
            .skip(from)
            .take_while(|byte| test(**byte))
            .count()
    };
    if is_secret(name) {
        let closed = skip(end, |byte| b"\"'\\]".contains(&byte));
        let closed = entity(bytes, closed);
        let sign = skip(closed, |byte| byte.is_ascii_whitespace());
        let value = skip(sign, |byte| b":=>".contains(&byte));
        if value > sign {
            return Some(value_at(bytes, value));
        }
    }
    let value = skip(end, |byte| byte.is_ascii_whitespace());
    let credential = name.eq_ignore_ascii_case("bearer") || name.eq_ignore_ascii_case("basic");
    let quoted = bytes.get(value).is_some_and(|byte| b"\"'`".contains(byte));
    (value > end && (credential || is_secret(name) && quoted)).then(|| value_at(bytes, value))
}

/// Returns the value that begins at `from`, without its quotation marks.
fn value_at(bytes: &[u8], from: usize) -> Range<usize> {
    let skip = |from: usize, set: &[u8]| {
        from + bytes
            .iter()
            .skip(from)
            .take_while(|byte| set.contains(byte))
            .count()
    };
    let mut start = skip(from, b" \t\r\n\\");
    let opened = entity(bytes, start);
    let rest = bytes.get(opened..).unwrap_or_default();
    match rest.first() {
        // The closing bracket is not looked for: everything up to the end is hidden.
        Some(b'{' | b'[') => return opened + 1..bytes.len(),
        Some(quote @ (b'"' | b'\'' | b'`')) => {
            let close = rest.iter().skip(1).position(|byte| byte == quote);
            let end = close.map_or(bytes.len(), |length| opened + 1 + length);
            return opened + 1..end;
        }
        _ => start = opened,
    }
    let word = |from: usize| {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"&\"'<>)}]".contains(byte);
        let length = bytes
            .iter()
            .skip(from)
            .position(ends)
            .unwrap_or(bytes.len().saturating_sub(from));
        // A comma or a full stop at the end is part of the sentence, not of the value.
        let end = bytes.get(from..from + length).unwrap_or_default();
        from + end.len()
            - end
                .iter()
                .rev()
                .take_while(|byte| b",;.".contains(byte))
                .count()
    };
    let end = word(start);
    let scheme = ["bearer", "basic", "digest", "token", "apikey", "negotiate"];
    let is_scheme = |word: &[u8]| {
        scheme
            .iter()
            .any(|scheme| word.eq_ignore_ascii_case(scheme.as_bytes()))
    };
    match bytes.get(start..end) {
        Some(first) if is_scheme(first) && bytes.get(end) == Some(&b' ') => {
            start..word(skip(end, b" "))
        }
        _ => start..end,
    }
}

/// Returns the position after a quotation mark that is escaped as in HTML; `at` itself if there is
/// none.
fn entity(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let marks: [&[u8]; 3] = [b"&quot;", b"&#34;", b"&#39;"];
    at + marks
        .iter()
        .find(|mark| rest.starts_with(mark))
        .map_or(0, |mark| mark.len())
}

/// Finds what to hide in a URL, from its slashes on: user name and password, segments that look
/// like tokens, query and fragment. Returns where the URL ends.
fn url(text: &str, at: usize, found: &mut Vec<Range<usize>>) -> usize {
    let start = at
        + part(text, at..)
            .bytes()
            .take_while(|byte| b"/\\".contains(byte))
            .count();
    let end = url_end(text.as_bytes(), start);
    let address = part(text, start..end);
    let path_end = address
        .find(['?', '#'])
        .map_or(end, |length| start + length);
    if path_end < end {
        found.push(path_end + 1..end);
    }
    let host_end = part(text, start..path_end)
        .find(['/', '\\'])
        .map_or(path_end, |length| start + length);
    let host = part(text, start..host_end)
        .rfind('@')
        .map_or(start, |length| start + length + 1);
    found.push(start..host);
    let port = part(text, host..host_end)
        .rsplit_once(':')
        .map_or("", |(_, port)| port);
    if !part(text, ..host_end).ends_with(']') && !port.bytes().all(|byte| byte.is_ascii_digit()) {
        // If it is no port, it is a password with a slash in it, and the whole URL is a credential.
        found.push(start..end);
    }
    let mut segment = host_end;
    for name in part(text, host_end..path_end).split_inclusive('/') {
        if is_token(name) || name.contains('=') {
            found.push(segment..segment + name.trim_end_matches('/').len());
        }
        segment += name.len();
    }
    end
}

/// Returns a part of a text, or an empty text if there is no such part.
fn part<I: SliceIndex<str, Output = str>>(text: &str, index: I) -> &str {
    text.get(index).unwrap_or_default()
}

/// Returns where the URL that is written at `at` ends.
fn url_end(bytes: &[u8], at: usize) -> usize {
    let ends = |byte: &u8| {
        byte.is_ascii_whitespace() || byte.is_ascii_control() || b"\"'<>`".contains(byte)
    };
    let length = bytes.iter().skip(at).position(ends);
    length.map_or(bytes.len(), |length| at + length)
}

/// Hides the text of the element at `at` if its name is the name of a secret. Returns where to
/// continue.
fn element(text: &str, at: usize, found: &mut Vec<Range<usize>>) -> usize {
    let name_ends = |c: char| !(c.is_alphanumeric() || "_-.:".contains(c));
    let name_end = part(text, at + 1..)
        .find(name_ends)
        .map_or(text.len(), |length| at + 1 + length);
    let name = part(text, at + 1..name_end);
    let tag = part(text, name_end..)
        .find('>')
        .filter(|_| is_secret(name))
        .map(|length| name_end + length + 1);
    match tag {
        Some(start) if !part(text, ..start).ends_with("/>") => {
            let end = part(text, start..)
                .find("</")
                .map_or(text.len(), |length| start + length);
            found.push(start..end);
            // Attributes can hold a secret too.
            found.extend(
                looks_secret(part(text, name_end..start))
                    .into_iter()
                    .map(|range| range.start + name_end..range.end + name_end),
            );
            end
        }
        _ => at + 1,
    }
}

/// Finds the next equals sign in this run, plain or percent-encoded. Returns where it starts and
/// where it ends.
fn equals(run: &str) -> Option<(usize, usize)> {
    run.bytes().enumerate().find_map(|(at, byte)| match byte {
        b'=' => Some((at, at + 1)),
        b'%' if run
            .get(at..at + 3)
            .is_some_and(|sign| sign.eq_ignore_ascii_case("%3d")) =>
        {
            Some((at, at + 3))
        }
        _ => None,
    })
}

/// Whether a token can contain this byte.
fn is_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=_.%~-".contains(&byte)
}

/// Whether a run of such bytes is long and mixed enough to be a token.
pub(crate) fn is_token(run: &str) -> bool {
    let mixed = run.contains(|c: char| c.is_ascii_lowercase())
        && run.contains(|c: char| c.is_ascii_uppercase());
    run.len() >= RUN && (mixed || run.contains(|c: char| c.is_ascii_digit()))
}
