//! Parses links in HTTP header lines (RFC 8288).

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use http::HeaderMap;
use http::header::LINK;

/// Returns the target of the first link with this relation in all `Link` lines.
///
/// Links about another resource (`anchor`) are skipped. Every line is read to its end: if a line
/// breaks off after the requested link, some of it was lost, and a walk must not depend on the
/// order of the links.
pub(crate) fn find<'a>(
    headers: &'a HeaderMap,
    relation: &str,
) -> Result<Option<Cow<'a, str>>, Malformed> {
    let mut found = None;
    for (index, value) in headers.get_all(LINK).iter().enumerate() {
        let line = index + 1;
        let text = std::str::from_utf8(value.as_bytes()).map_err(|error| Malformed {
            expected: "UTF-8",
            at: error.valid_up_to(),
            line,
        })?;
        let mut scanner = Scanner {
            rest: text,
            length: text.len(),
            line,
        };
        while let Some(link) = scanner.link()? {
            if found.is_none() && link.is_ours() && link.has(relation) {
                found = Some(Cow::Borrowed(link.target));
            }
        }
    }
    Ok(found)
}

/// The error for a `Link` header that does not follow RFC 8288. It does not hold the header, which
/// can contain a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    expected: &'static str,
    at: usize,
    line: usize,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { expected, at, line } = self;
        write!(
            f,
            "malformed `Link` header: expected {expected} at byte {at} of line {line}"
        )
    }
}

impl Error for Malformed {}

/// One link, with the parameters that are needed to select it.
struct Link<'a> {
    target: &'a str,
    rel: Option<Cow<'a, str>>,
    anchor: Option<Cow<'a, str>>,
}

impl Link<'_> {
    /// Returns whether the link is about the requested resource.
    fn is_ours(&self) -> bool {
        self.anchor.as_deref().is_none_or(str::is_empty)
    }

    /// Returns whether the relation is among the link's relation types.
    fn has(&self, relation: &str) -> bool {
        self.rel.as_deref().is_some_and(|rel| {
            rel.split_ascii_whitespace()
                .any(|one| one.eq_ignore_ascii_case(relation))
        })
    }
}

/// A parser that reads one header line from left to right.
struct Scanner<'a> {
    rest: &'a str,
    length: usize,
    line: usize,
}

impl<'a> Scanner<'a> {
    /// Returns the next link of the list, or `None` at its end.
    fn link(&mut self) -> Result<Option<Link<'a>>, Malformed> {
        // Recipients ignore empty list elements (RFC 9110, section 5.6.1).
        self.rest = self.rest.trim_start_matches([' ', '\t', ',']);
        if self.rest.is_empty() {
            return Ok(None);
        }
        if !self.eat('<') {
            return Err(self.malformed("`<`"));
        }
        // Neither character is legal in a URL. A second `<` means that the first was never closed;
        // without this check, two links would be read as one.
        let target = self.until(['>', '<']);
        if !self.eat('>') {
            return Err(self.malformed("`>`"));
        }
        let mut link = Link {
            target,
            rel: None,
            anchor: None,
        };
        loop {
            self.skip_space();
            if self.rest.is_empty() || self.rest.starts_with(',') {
                return Ok(Some(link));
            }
            if !self.eat(';') {
                return Err(self.malformed("`;`, `,` or the end"));
            }
            let (name, value) = self.parameter()?;
            let slot = match name {
                _ if name.eq_ignore_ascii_case("rel") => &mut link.rel,
                _ if name.eq_ignore_ascii_case("anchor") => &mut link.anchor,
                _ => continue,
            };
            // Occurrences after the first are ignored (RFC 8288, section 3.3).
            slot.get_or_insert(value);
        }
    }

    /// Reads a parameter. If it has no value, its value is empty.
    fn parameter(&mut self) -> Result<(&'a str, Cow<'a, str>), Malformed> {
        self.skip_space();
        let name = self.until([' ', '\t', '=', ';', ',']);
        self.skip_space();
        if !self.eat('=') {
            return Ok((name, Cow::Borrowed("")));
        }
        self.skip_space();
        let value = if self.eat('"') {
            self.quoted()?
        } else {
            Cow::Borrowed(self.until([';', ',']).trim_end_matches([' ', '\t']))
        };
        Ok((name, value))
    }

    /// Reads the rest of a quoted string, and removes its escapes.
    fn quoted(&mut self) -> Result<Cow<'a, str>, Malformed> {
        let mut value = Cow::Borrowed(self.until(['"', '\\']));
        loop {
            if self.eat('"') {
                return Ok(value);
            }
            self.eat('\\');
            let mut rest = self.rest.chars();
            let Some(escaped) = rest.next() else {
                return Err(self.malformed("a closing quote"));
            };
            self.rest = rest.as_str();
            let owned = value.to_mut();
            owned.push(escaped);
            owned.push_str(self.until(['"', '\\']));
        }
    }

    /// Takes everything before the first of these characters, or the whole rest.
    fn until<const N: usize>(&mut self, stop: [char; N]) -> &'a str {
        let (taken, rest) = self
            .rest
            .split_at(self.rest.find(stop).unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// Takes this character if it comes next.
    fn eat(&mut self, expected: char) -> bool {
        let rest = self.rest.strip_prefix(expected);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Skips optional white space.
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    /// Creates the error that something else was expected here.
    fn malformed(&self, expected: &'static str) -> Malformed {
        Malformed {
            expected,
            at: self.length - self.rest.len(),
            line: self.line,
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn headers(lines: &[&[u8]]) -> HeaderMap {
        lines
            .iter()
            .map(|line| (LINK, HeaderValue::from_bytes(line).unwrap()))
            .collect()
    }

    fn next(line: &str) -> Option<String> {
        find(&headers(&[line.as_bytes()]), "next")
            .unwrap()
            .map(Cow::into_owned)
    }

    fn error(line: &[u8]) -> String {
        find(&headers(&[line]), "next").unwrap_err().to_string()
    }

    #[test]
    fn finds_the_target_in_every_legal_spelling() {
        for (line, target) in [
            (r#"<https://a/?p=2>; rel="next""#, "https://a/?p=2"),
            (r#"<https://a/?p=2>; rel="next last""#, "https://a/?p=2"),
            (r#"<https://a/?p=2>; rel="last   next""#, "https://a/?p=2"),
            (r"<https://a/?q=a,b&p=2>; rel=next", "https://a/?q=a,b&p=2"),
            (r"<https://a/;v=1?q=a;b>; rel=next", "https://a/;v=1?q=a;b"),
            (r#"<https://a/>; title="x, y; z"; rel="next""#, "https://a/"),
            (
                r#"<https://a/>; title="a \"quoted\" > < \\"; rel="next""#,
                "https://a/",
            ),
            (r#"</items?p=2>; REL="Next""#, "/items?p=2"),
            (r#"<https://a/>;rel="next","#, "https://a/"),
            (r#", ,	,<https://a/>;rel="next", , "#, "https://a/"),
            (
                r#"<https://a/>; rel="next"; title*=UTF-8''%e2%82%ac%20rates"#,
                "https://a/",
            ),
            (r#"<https://a/>	; rel = "next" ;title"#, "https://a/"),
            (r"<https://a/>; crossorigin; rel=next", "https://a/"),
            (r"<https://a/>; crossorigin ; rel=next ;", "https://a/"),
            (r"<https://a/>;;; rel=next;;", "https://a/"),
            (r#"<https://a/>; rel="n\ext""#, "https://a/"),
            (r"<>; rel=next", ""),
            (r"< /p >; rel=next", " /p "),
            (r"<first>; rel=next, <second>; rel=next", "first"),
            (r"<p>; rel=prev,<n>; rel=next,<l>; rel=last", "n"),
            (r#"<https://a/>; anchor=""; rel=next"#, "https://a/"),
            ("</\u{fc}?p=2>; title=\"\u{20ac}\"; rel=next", "/\u{fc}?p=2"),
        ] {
            assert_eq!(next(line).as_deref(), Some(target), "{line}");
        }
    }

    #[test]
    fn finds_nothing_where_there_is_no_such_link() {
        for line in [
            "",
            "  ",
            " , ,",
            "<a>",
            "<a>; rel",
            "<a>; rel=",
            r#"<a>; rel="""#,
            "<a>; rel=prev",
            "<a>; rel=nextish",
            "<a>; rev=next",
            "<a>; rel*=UTF-8''next",
            r#"<a>; title="; rel=next""#,
            r#"<a>; title="<b>; rel=next, <c>; rel=next""#,
            // Only the first `rel` counts.
            r#"<a>; rel="prev"; rel="next""#,
            "<a>; rel; rel=next",
            // A link from another resource.
            r#"<a>; rel=next; anchor="https://other/""#,
            r##"<a>; Anchor="#chapter"; rel=next"##,
        ] {
            assert_eq!(next(line), None, "{line}");
        }
        assert_eq!(find(&HeaderMap::new(), "next"), Ok(None));
    }

    #[test]
    fn reads_every_line() {
        let headers = headers(&[b"<s>; rel=self", b"", b"<n>; rel=next", b"<m>; rel=next"]);
        assert_eq!(find(&headers, "next"), Ok(Some("n".into())));
        assert_eq!(find(&headers, "SELF"), Ok(Some("s".into())));
        assert_eq!(find(&headers, "last"), Ok(None));
    }

    #[test]
    fn extension_relations_are_urls() {
        let headers = headers(&[br#"<n>; rel="https://example.com/rels/Next alternate""#]);
        assert_eq!(
            find(&headers, "https://example.com/rels/next"),
            Ok(Some("n".into()))
        );
    }

    #[test]
    fn malformed_lines_are_errors_that_say_where() {
        for (line, expected, at) in [
            (&b"https://a/?secret; rel=next"[..], "`<`", 0),
            (b"<a>; rel=prev, b", "`<`", 15),
            (b"<a; rel=next", "`>`", 12),
            (b"<a; rel=next, <b>; rel=last", "`>`", 14),
            (b"<a> rel=next", "`;`, `,` or the end", 4),
            (br#"<a>; rel="next" x"#, "`;`, `,` or the end", 16),
            (br#"<a>; rel="next"#, "a closing quote", 14),
            (br#"<a>; rel="next\"#, "a closing quote", 15),
            (br#"<a>; rel="next\""#, "a closing quote", 16),
            (b"<a>; rel=next, <", "`>`", 16),
            (b"<a\xff>; rel=next", "UTF-8", 2),
        ] {
            let message = error(line);
            assert!(
                message.contains(&format!("expected {expected} at byte {at} of line 1")),
                "{}: {message}",
                line.escape_ascii()
            );
            assert!(!message.contains("secret"));
        }
        let second = find(&headers(&[b"<a>; rel=next", b"<b"]), "next").unwrap_err();
        assert!(second.to_string().ends_with("line 2"), "{second}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(line in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(value) = HeaderValue::from_bytes(&line) {
                let _ = find(&HeaderMap::from_iter([(LINK, value)]), "next");
            }
        }

        #[test]
        fn nearly_links_are_read_without_a_panic(line in r#"[<>;,="\\ a\u{e9}renxt]{0,40}"#) {
            let _ = find(&headers(&[line.as_bytes()]), "next");
        }

        #[test]
        fn any_target_and_title_round_trip(target in "[!-;=?-~]{0,30}", title in "[ -~]{0,20}", others in 0..3_usize) {
            let title = title.replace('\\', r"\\").replace('"', "\\\"");
            let other = "<x>; rel=\"prev first\", ,".repeat(others);
            let line = format!("{other}<{target}>; title=\"{title}\"; rel=\"last next\",");
            prop_assert_eq!(next(&line), Some(target));
        }
    }
}
