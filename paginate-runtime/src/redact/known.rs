//! Finds sent values in a response, in every form in which APIs write them.

use std::fmt;
use std::ops::Range;

/// The length from which a value that was sent is masked, in bytes. A shorter one is hardly a
/// secret, and masking `1` or `true` would hide what went wrong.
const SHORTEST: usize = 6;

/// From this length on, the beginning of a credential or a token is masked too: APIs quote what
/// they were sent and cut it.
const BEGINNING: usize = 16;

/// A value that was sent.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Secret {
    text: String,
    /// A credential or a token, not only a value of the query.
    credential: bool,
}

impl Secret {
    /// A credential or a token. `None` if it is too short to be one.
    pub(crate) fn credential(text: &str) -> Option<Self> {
        Self::new(text, true)
    }

    /// A value of a query, which can be a secret. `None` if it is too short to be one.
    pub(crate) fn value(text: &str) -> Option<Self> {
        Self::new(text, false)
    }

    fn new(text: &str, credential: bool) -> Option<Self> {
        // A quotation mark at an end is taken for the mark around the value: a text in JSON has its own.
        let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '"');
        (text.len() >= SHORTEST).then(|| Self {
            text: text.to_owned(),
            credential,
        })
    }

    /// Whether it is in the name of a member. A value of the query can be the name of a field.
    pub(crate) fn is_in_name(&self, name: &str) -> bool {
        self.credential && name.contains(&self.text)
    }

    /// Whether it is in the name of a host, which is written in small letters.
    pub(crate) fn is_in_host(&self, host: &str) -> bool {
        self.credential
            && host
                .to_ascii_lowercase()
                .contains(&self.text.to_ascii_lowercase())
    }

    /// How many bytes at the start of `text` are this secret, or enough of its beginning; 0 if they
    /// are not.
    fn length_in(&self, text: &[u8]) -> usize {
        // What looks escaped can be the secret itself: backslashes, or the other signs, or both.
        let literal: [&[u8]; 4] = [b"", b"\\", b"%&", b"\\%&"];
        let lengths = literal.map(|literal| self.length_as(text, literal));
        lengths.into_iter().max().unwrap_or_default()
    }

    fn length_as(&self, text: &[u8], literal: &[u8]) -> usize {
        let (mut at, mut rest) = (0, self.text.as_bytes());
        while let Some((&byte, after)) = rest.split_first() {
            let here = text.get(at..).unwrap_or_default();
            if byte.is_ascii_whitespace() {
                // White space is one thing, however much of it there is and however it is written.
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
        // The beginning of a link is an address that says nothing.
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

/// Where known secrets stand in a text, in order; such places can overlap.
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
        // Backslashes in a row escape one character.
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

/// How long the white space is that this begins with, as it is or escaped.
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

/// How many of the plus signs that the white space ends with are not white space, but what the secret
/// goes on with.
fn pluses(text: &[u8], blank: usize, secret: &[u8]) -> usize {
    let plus = |byte: &&u8| **byte == b'+';
    let (blank, after) = text.split_at_checked(blank).unwrap_or_default();
    if secret.first() != Some(&b'+') || escaped(after, secret).is_some() {
        return 0;
    }
    let here = blank.iter().rev().take_while(plus).count();
    here.min(secret.iter().take_while(plus).count())
}

/// Whether `text` begins with the first character of `secret` in some form: how many bytes it takes
/// there, and how many in the secret. An escape that begins with one of `literal` is taken for what
/// it is made of, if that fits.
fn written(text: &[u8], secret: &[u8], literal: &[u8]) -> Option<(usize, usize)> {
    let plain = (text.first()? == secret.first()?).then_some((1, 1));
    if literal.contains(text.first()?) {
        plain.or_else(|| escaped(text, secret))
    } else {
        escaped(text, secret).or(plain)
    }
}

/// The same for a character that is escaped.
fn escaped(text: &[u8], secret: &[u8]) -> Option<(usize, usize)> {
    let mut escapes = escapes(text).into_iter().flatten();
    let found = escapes.find(|escape| secret.starts_with(escape.meaning()))?;
    Some((found.length, found.meaning().len()))
}

/// An escape at the beginning of a text.
struct Escape {
    /// How many bytes it takes there.
    length: usize,
    /// What it stands for: a character, or in percent-encoding a byte of one.
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

/// What the beginning of this is the escape of: percent-encoding can be there once or twice.
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
            // JSON in JSON doubles what is before the escaped character.
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
