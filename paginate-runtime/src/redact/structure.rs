//! Shows JSON as its structure: names, types and lengths; values only if they may be shown.

use crate::redact::names::{is_secret, says_what_is_wrong};
use crate::redact::prose::is_token;
use crate::redact::{MASK, Redaction};

/// The number of levels of nested values that are shown.
const DEPTH: usize = 12;

/// The longest name that is shown, in bytes: the keys of a map can be data.
const NAME: usize = 64;

/// The mark for the value at which decoding failed.
const HERE: &str = " ← here";

/// Which values are shown as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    /// None.
    None,
    /// Those of members in which an API says what is wrong.
    Errors,
    /// All but those with the name of a secret.
    All,
}

/// A reader of JSON that goes from left to right and stops at what is not JSON.
pub(crate) struct Structure<'a, 's> {
    body: &'a [u8],
    at: usize,
    values: Values,
    redaction: &'a Redaction,
    /// Where decoding failed.
    failed: Option<usize>,
    /// Takes a piece of text, and whether it is behind the place where decoding failed. Returns
    /// whether to continue.
    show: &'s mut dyn FnMut(&str, bool) -> bool,
}

/// Ends the reading: nothing more is to be shown, or the rest cannot be read.
struct Stop;

/// The form in which a value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Structure,
    Text,
}

impl<'a, 's> Structure<'a, 's> {
    pub(crate) fn new(
        body: &'a [u8],
        values: Values,
        redaction: &'a Redaction,
        failed: Option<usize>,
        show: &'s mut dyn FnMut(&str, bool) -> bool,
    ) -> Self {
        Self {
            body,
            at: 0,
            values,
            redaction,
            failed,
            show,
        }
    }

    /// Shows the value at the beginning of the body, and the first character of what follows it.
    /// `report` says that the whole value is an API's report of a failure.
    pub(crate) fn run(mut self, report: bool) {
        let text = self.values == Values::All || report && self.values == Values::Errors;
        let shown = if text { Shown::Text } else { Shown::Structure };
        if self.value(shown, 0).is_ok() {
            self.blanks();
            if self.peek().is_some() {
                let _ = self.push(" ").and_then(|()| self.unreadable());
            }
        }
    }

    fn push(&mut self, text: &str) -> Result<(), Stop> {
        let behind = self.failed.is_none_or(|failed| self.at > failed);
        if (self.show)(text, behind) {
            Ok(())
        } else {
            Err(Stop)
        }
    }

    fn peek(&self) -> Option<u8> {
        self.body.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Shows one value, from its first byte on. Adds `← here` behind it if decoding failed at this
    /// value and not at one inside it.
    fn value(&mut self, shown: Shown, depth: usize) -> Result<(), Stop> {
        self.blanks();
        let start = self.at;
        match self.peek() {
            Some(b'{' | b'[') if depth == DEPTH => {
                self.skip();
                self.push(MASK)?;
            }
            Some(bracket @ (b'{' | b'[')) => {
                if bracket == b'{' {
                    self.object(shown, depth)?;
                } else {
                    self.array(shown, depth)?;
                }
                // Decoding reports an unexpected bracket at the byte before it.
                let failed = self
                    .failed
                    .is_some_and(|failed| failed == start.saturating_sub(1));
                return if failed { self.push(HERE) } else { Ok(()) };
            }
            Some(b'"') => {
                let text = self.string();
                self.push(&match (text, shown) {
                    (text, _) if text.is_empty() => "\"\"".to_owned(),
                    (text, Shown::Text) => format!("\"{}\"", self.redaction.masked(&text)),
                    (text, Shown::Structure) => format!("string({})", text.chars().count()),
                })?;
            }
            Some(b'-' | b'0'..=b'9') => {
                let number = self.word();
                let text = String::from_utf8_lossy(number);
                let shown_text = if shown == Shown::Text {
                    self.redaction.masked(&text)
                } else {
                    "number".to_owned()
                };
                self.push(&shown_text)?;
            }
            _ => match self.word() {
                word @ (b"true" | b"false" | b"null") => {
                    let word = String::from_utf8_lossy(word);
                    self.push(&word)?;
                }
                _ => {
                    self.at = start;
                    return self.unreadable();
                }
            },
        }
        self.here(start)
    }

    /// Marks the piece that began at `start` and was just shown, if decoding failed in it.
    fn here(&mut self, start: usize) -> Result<(), Stop> {
        match self.failed {
            Some(failed) if (start..self.at).contains(&failed) => self.push(HERE),
            _ => Ok(()),
        }
    }

    /// Shows the first character of text that is not JSON, and stops.
    fn unreadable(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let rest = self.body.get(self.at..).unwrap_or_default();
        let text = String::from_utf8_lossy(rest.get(..4).unwrap_or(rest));
        if let Some(first) = text.chars().next() {
            self.push(&first.to_string())?;
            self.at += 1;
            self.here(start)?;
            self.push(MASK)?;
        }
        Err(Stop)
    }

    fn object(&mut self, shown: Shown, depth: usize) -> Result<(), Stop> {
        self.at += 1;
        self.push("{")?;
        let mut separator = "";
        loop {
            self.blanks();
            match self.peek() {
                None => return Err(Stop),
                Some(b'}') => return self.close("}"),
                Some(b',') if !separator.is_empty() => self.at += 1,
                Some(b'"') if self.behind_separator(separator) => {
                    self.push(separator)?;
                    separator = ", ";
                    let name = self.string();
                    let child = self.child(shown, &name);
                    self.push(&format!("\"{}\"", self.name(&name)))?;
                    self.blanks();
                    if self.peek() != Some(b':') {
                        return self.unreadable();
                    }
                    self.at += 1;
                    self.push(": ")?;
                    self.value(child, depth + 1)?;
                }
                Some(_) => return self.unreadable(),
            }
        }
    }

    fn array(&mut self, shown: Shown, depth: usize) -> Result<(), Stop> {
        self.at += 1;
        self.push("[")?;
        let mut separator = "";
        // Elements that were skipped.
        let mut skipped = 0_usize;
        loop {
            self.blanks();
            match self.peek() {
                None => {
                    self.more(skipped)?;
                    return Err(Stop);
                }
                Some(b']') => {
                    self.more(skipped)?;
                    return self.close("]");
                }
                Some(b',') if !separator.is_empty() => self.at += 1,
                Some(_) if self.behind_separator(separator) => {
                    let start = self.at;
                    // Elements are alike: the first is shown, and the one at which decoding failed.
                    if !separator.is_empty() && shown == Shown::Structure {
                        self.skip();
                        let failed_here = self
                            .failed
                            .is_some_and(|failed| (start..self.at).contains(&failed));
                        if !failed_here {
                            skipped += 1;
                            if self.at == start {
                                return self.unreadable();
                            }
                            continue;
                        }
                        self.at = start;
                    }
                    self.more(skipped)?;
                    skipped = 0;
                    self.push(separator)?;
                    separator = ", ";
                    self.value(shown, depth + 1)?;
                }
                Some(_) => return self.unreadable(),
            }
        }
    }

    /// Whether a comma, or the opening bracket, is before what comes next.
    fn behind_separator(&self, separator: &str) -> bool {
        let before = self
            .body
            .get(..self.at)
            .unwrap_or_default()
            .trim_ascii_end();
        separator.is_empty() || before.ends_with(b",")
    }

    /// Shows how many elements were skipped.
    fn more(&mut self, skipped: usize) -> Result<(), Stop> {
        if skipped == 0 {
            return Ok(());
        }
        self.push(&format!(", … {skipped} more"))
    }

    fn close(&mut self, bracket: &str) -> Result<(), Stop> {
        let start = self.at;
        self.push(bracket)?;
        self.at += 1;
        self.here(start)
    }

    /// Returns how the value of a member is shown.
    fn child(&self, shown: Shown, name: &str) -> Shown {
        let secret = is_secret(name) || self.redaction.is_continuation(name);
        match self.values {
            Values::None => Shown::Structure,
            _ if secret => Shown::Structure,
            Values::All => shown,
            // Lists in an error report are messages, under any name:
            // `{"errors": {"email": ["is not valid"]}}`.
            Values::Errors
                if says_what_is_wrong(name) || shown == Shown::Text && self.is_list() =>
            {
                Shown::Text
            }
            Values::Errors => Shown::Structure,
        }
    }

    /// Whether the value of the member whose name was just read is a list.
    fn is_list(&self) -> bool {
        let rest = self
            .body
            .get(self.at..)
            .unwrap_or_default()
            .trim_ascii_start();
        rest.strip_prefix(b":")
            .is_some_and(|rest| rest.trim_ascii_start().starts_with(b"["))
    }

    /// Returns a name, or a mask if it is data.
    fn name(&self, name: &str) -> String {
        if name.len() > NAME || is_token(name) || self.redaction.is_known(name) {
            MASK.to_owned()
        } else {
            name.to_owned()
        }
    }

    /// Returns the text of the string that begins here. If the string is not valid, returns what
    /// can be read of it.
    fn string(&mut self) -> String {
        let start = self.at;
        self.skip_string();
        let quoted = self.body.get(start..self.at).unwrap_or_default();
        serde_json::from_slice(quoted).unwrap_or_else(|_| {
            let content = quoted.strip_prefix(b"\"").unwrap_or(quoted);
            String::from_utf8_lossy(content.strip_suffix(b"\"").unwrap_or(content)).into_owned()
        })
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return;
            }
        }
        // A backslash can be the last byte of the body.
        self.at = self.body.len();
    }

    /// Reads a number or a word, up to the first byte that cannot be part of one.
    fn word(&mut self) -> &'a [u8] {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        {
            self.at += 1;
        }
        self.body.get(start..self.at).unwrap_or_default()
    }

    /// Skips one value, or nothing if there is none.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                None => return,
                Some(b'"') => self.skip_string(),
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') if depth == 0 => return,
                Some(b'}' | b']') => {
                    depth -= 1;
                    self.at += 1;
                }
                Some(_) if depth > 0 => self.at += 1,
                Some(_) => {
                    self.word();
                }
            }
            if depth == 0 {
                return;
            }
        }
    }
}
