//! Finds sent values in a response, in every form in which APIs write them.

use std::fmt;
use std::ops::Range;

/// The shortest sent value that is masked, in bytes. A shorter one is hardly a secret, and masking
/// `1` or `true` would hide what went wrong.
const SHORTEST: usize = 6;

/// The shortest beginning of a credential or a token that is masked, in bytes: APIs quote what they
/// were sent, and cut it.
const BEGINNING: usize = 16;

/// A value that was sent, and that errors mask.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Secret {
    text: String,
    /// It is a credential or a token, and not only a value of the query.
    credential: bool,
}

impl Secret {
    /// Creates a secret from a credential or a token. Returns `None` if it is too short.
    pub(crate) fn credential(text: &str) -> Option<Self> {
        Self::new(text, true)
    }

    /// Creates a secret from a value of a query. Returns `None` if it is too short.
    pub(crate) fn value(text: &str) -> Option<Self> {
        Self::new(text, false)
    }

    fn new(text: &str, credential: bool) -> Option<Self> {
        // A text in JSON has quotation marks around it: those at the ends are not part of the
        // secret.
        let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '"');
        (text.len() >= SHORTEST).then(|| Self {
            text: text.to_owned(),
            credential,
        })
    }

    /// Whether the name of a member contains it. A value of the query is not looked for, because it
    /// can be the name of a field.
    pub(crate) fn is_in_name(&self, name: &str) -> bool {
        self.credential && name.contains(&self.text)
    }

    /// Whether the name of a host contains it. Hosts are written in lower case, so case is ignored.
    pub(crate) fn is_in_host(&self, host: &str) -> bool {
        self.credential
            && host
                .to_ascii_lowercase()
                .contains(&self.text.to_ascii_lowercase())
    }

    /// Returns how many bytes at the start of `text` are this secret or enough of its beginning; 0
    /// if none.
    fn length_in(&self, text: &[u8]) -> usize {
        // Text that looks escaped can be the secret itself: backslashes, the other signs, or both.
        let literal: [&[u8]; 4] = [b"", b"\\", b"%&", b"\\%&"];
        let lengths = literal.map(|literal| self.length_as(text, literal));
        lengths.into_iter().max().unwrap_or_default()
    }

    fn length_as(&self, text: &[u8], literal: &[u8]) -> usize {
        let (mut at, mut rest) = (0, self.text.as_bytes());
        while let Some((&byte, after)) = rest.split_first() {
            let here = text.get(at..).unwrap_or_default();
            if byte.is_ascii_whitespace() {
                // Any white space matches any other, of any length and in any form.
                rest = rest.trim_ascii_start();
                let length = blank(here);
                match length - pluses(here, length, rest) {
                    0 => break,
                    length => at += length,
                }
            } else {
                match written(here, rest, literal) {
                    None => break,
                    Some((length, taken)) => {
                        at += length;
                        rest = rest.get(taken..).unwrap_or(after);
                    }
                }
            }
        }
        let matched = self.text.len() - rest.len();
        // The beginning of a link is an address, which is no secret.
        let cut = at == text.len() && matched >= SHORTEST
            || self.credential && matched >= BEGINNING && !self.text.contains("//");
        if rest.is_empty() || cut { at } else { 0 }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Returns where known secrets are in a text, in order. The ranges can overlap.
pub(crate) fn find(text: &str, secrets: &[Secret]) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    if secrets.is_empty() {
        return found;
    }
    let mut begins = [false; 256];
    for byte in secrets
        .iter()
        .filter_map(|secret| secret.text.bytes().next())
    {
        if let Some(begins) = begins.get_mut(usize::from(byte)) {
            *begins = true;
        }
    }
    let begins = |byte: u8| begins.get(usize::from(byte)).is_some_and(|begins| *begins);
    let mut previous = 0;
    for (at, byte) in bytes.iter().enumerate() {
        // Several backslashes in a row escape one character.
        let within = *byte == b'\\' && previous == b'\\';
        previous = *byte;
        let rest = bytes.get(at..).unwrap_or_default();
        let escapes_one = || {
            escapes(rest)
                .iter()
                .flatten()
                .any(|escape| begins(escape.meaning[0]))
        };
        if begins(*byte) || !within && escapes_one() {
            let longest = secrets
                .iter()
                .map(|secret| secret.length_in(rest))
                .max()
                .unwrap_or_default();
            if longest > 0 {
                found.push(at..at + longest);
            }
        }
    }
    found
}

/// Returns the length of the white space at the start of `text`, plain or escaped, in bytes.
fn blank(text: &[u8]) -> usize {
    let mut length = 0;
    while let Some(rest) = text.get(length..) {
        length += match rest {
            [byte, ..] if byte.is_ascii_whitespace() || *byte == b'+' => 1,
            [b'%', b'2', b'0', ..] | [b'%', b'0', b'9' | b'A' | b'D' | b'a' | b'd', ..] => 3,
            [b'%', b'2', b'5', b'2', b'0', ..] => 5,
            [b'\\', b'n' | b't' | b'r', ..] => 2,
            _ => break,
        };
    }
    length
}

/// Returns how many plus signs at the end of the white space belong to the rest of the secret, and
/// are not white space.
fn pluses(text: &[u8], blank: usize, secret: &[u8]) -> usize {
    let plus = |byte: &&u8| **byte == b'+';
    let (blank, after) = text.split_at_checked(blank).unwrap_or_default();
    if secret.first() != Some(&b'+') || escaped(after, secret).is_some() {
        return 0;
    }
    let here = blank.iter().rev().take_while(plus).count();
    here.min(secret.iter().take_while(plus).count())
}

/// Matches the first character of `secret`, plain or escaped, at the start of `text`. Returns how
/// many bytes it takes in `text`, and how many in `secret`.
///
/// A byte of `literal` is compared as it is first, and then as the start of an escape; for all
/// other bytes, the escape comes first.
fn written(text: &[u8], secret: &[u8], literal: &[u8]) -> Option<(usize, usize)> {
    let plain = (text.first()? == secret.first()?).then_some((1, 1));
    if literal.contains(text.first()?) {
        plain.or_else(|| escaped(text, secret))
    } else {
        escaped(text, secret).or(plain)
    }
}

/// Matches the first character of `secret` at the start of `text` as [`written`] does, but only if
/// it is escaped.
fn escaped(text: &[u8], secret: &[u8]) -> Option<(usize, usize)> {
    let mut escapes = escapes(text).into_iter().flatten();
    let found = escapes.find(|escape| secret.starts_with(escape.meaning()))?;
    Some((found.length, found.meaning().len()))
}

/// An escape at the beginning of a text.
struct Escape {
    /// Its length in the text, in bytes.
    length: usize,
    /// What it stands for: a character; in percent-encoding, one byte of a character.
    meaning: [u8; 4],
    size: usize,
}

impl Escape {
    fn byte(byte: u8, length: usize) -> Self {
        let mut meaning = [0; 4];
        meaning[0] = byte;
        Self {
            length,
            meaning,
            size: 1,
        }
    }

    fn character(code: u32, length: usize) -> Option<Self> {
        let mut meaning = [0; 4];
        let size = char::from_u32(code)?.encode_utf8(&mut meaning).len();
        Some(Self {
            length,
            meaning,
            size,
        })
    }

    fn meaning(&self) -> &[u8] {
        self.meaning.get(..self.size).unwrap_or_default()
    }
}

/// Returns the escapes that the start of `text` can be. There can be two: percent-encoding can be
/// applied once or twice, and several backslashes can be read in two ways.
fn escapes(text: &[u8]) -> [Option<Escape>; 2] {
    match text.first() {
        Some(b'%') => {
            let byte = |from: usize| u8::try_from(hex(text.get(from..from + 2)?)?).ok();
            let twice = byte(3).filter(|_| text.starts_with(b"%25"));
            [
                byte(1).map(|byte| Escape::byte(byte, 3)),
                twice.map(|byte| Escape::byte(byte, 5)),
            ]
        }
        Some(b'&') => {
            let end = text
                .iter()
                .take(8)
                .position(|byte| *byte == b';')
                .unwrap_or_default();
            let decimal = |digits: &[u8]| std::str::from_utf8(digits).ok()?.parse::<u32>().ok();
            let code = match text.get(1..end).unwrap_or_default() {
                [b'#', b'x' | b'X', digits @ ..] => hex(digits),
                [b'#', digits @ ..] => decimal(digits),
                b"amp" => Some(0x26),
                b"lt" => Some(0x3c),
                b"gt" => Some(0x3e),
                b"quot" => Some(0x22),
                b"apos" => Some(0x27),
                _ => None,
            };
            [code.and_then(|code| Escape::character(code, end + 1)), None]
        }
        Some(b'\\') => {
            // JSON inside JSON doubles the backslashes before the escaped character.
            let slashes = text
                .iter()
                .take(64)
                .take_while(|byte| **byte == b'\\')
                .count();
            let escape = match text.get(slashes) {
                Some(b'u') => text
                    .get(slashes + 1..slashes + 5)
                    .and_then(hex)
                    .and_then(|code| Escape::character(code, slashes + 5)),
                Some(byte) => Some(Escape::byte(*byte, slashes + 1)),
                None => None,
            };
            // In `a\\uA0` the first backslash escapes the second one, and `uA0` is text.
            let backslash = (slashes >= 2).then(|| Escape::byte(b'\\', slashes & !1));
            [escape, backslash]
        }
        _ => [None, None],
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits)
        .ok()
        .filter(|digits| !digits.starts_with('+'))?;
    u32::from_str_radix(digits, 16).ok()
}
