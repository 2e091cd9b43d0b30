//! Edits of `application/x-www-form-urlencoded` text: a URL's query without its `?`, or a form.
//!
//! Everything that an edit does not name keeps its bytes, order and duplicates, because queries can
//! be signed.

use std::borrow::Cow;

use memchr::{memchr, memchr2};
use url::form_urlencoded;

/// Returns the decoded value of the first parameter with this name; empty if it has none.
pub(crate) fn get(query: &str, name: &str) -> Option<String> {
    let (_, value) = segments(query)
        .find(|segment| is(segment, name))
        .map(decode)?;
    Some(value.into_owned())
}

/// Sets a value in the query that begins at `start`. The first parameter of this name is replaced
/// at its position, further ones are removed, and a missing one is appended. The text is edited in
/// place, because every page of a walk does it.
pub(crate) fn set(text: &mut String, start: usize, name: &str, value: &str) {
    let mut written = false;
    let mut at = start;
    while let Some(rest) = text.get(at..) {
        let (segment, _) = split_first(rest);
        let mut end = at.saturating_add(segment.len());
        if is(segment, name) {
            let (raw, _) = split(segment);
            if written {
                // Remove it and the separator before it.
                text.replace_range(at.saturating_sub(1)..end, "");
                end = at.saturating_sub(1);
            } else {
                let mut replaced = String::with_capacity(value.len().saturating_add(1));
                replaced.push('=');
                encode(&mut replaced, value, &IN_VALUES);
                let from = at.saturating_add(raw.len());
                text.replace_range(from..end, &replaced);
                end = from.saturating_add(replaced.len());
                written = true;
            }
        }
        at = end.saturating_add(1);
    }
    if !written {
        append_pair(text, start, name, value);
    }
}

/// Appends a parameter to the query that begins at `start`.
pub(crate) fn append_pair(text: &mut String, start: usize, name: &str, value: &str) {
    separate(text, start);
    encode(text, name, &IN_NAMES);
    text.push('=');
    encode(text, value, &IN_VALUES);
}

/// Whether there is a parameter with this name.
pub(crate) fn has(query: &str, name: &str) -> bool {
    segments(query).any(|segment| is(segment, name))
}

/// Returns the query without the parameters of this name.
pub(crate) fn remove(query: &str, name: &str) -> String {
    edit(query, |segment| {
        (!is(segment, name)).then_some(Cow::Borrowed(segment))
    })
}

/// Returns the query, followed by the parameters of these names that `from` has and the query
/// lacks. They are copied as they are written.
pub(crate) fn append_missing(query: &str, from: &str, names: &[String]) -> String {
    segments(from)
        .filter(|segment| names.iter().any(|name| is(segment, name)))
        .filter(|segment| {
            let (name, _) = decode(segment);
            !segments(query).any(|own| is(own, &name))
        })
        .fold(query.to_owned(), append)
}

/// Returns the parameters as they are written.
fn segments(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|segment| !segment.is_empty())
}

/// Returns the raw name and the raw value of a parameter.
pub(crate) fn split(segment: &str) -> (&str, Option<&str>) {
    halves(segment, b'=')
}

/// Returns the first parameter as it is written, and the text after it.
pub(crate) fn split_first(query: &str) -> (&str, Option<&str>) {
    halves(query, b'&')
}

/// Splits a text at the first such byte, which is ASCII. For short texts, this takes a fraction of
/// the time of `split_once`.
fn halves(text: &str, mark: u8) -> (&str, Option<&str>) {
    let at = memchr(mark, text.as_bytes());
    let halves = at.and_then(|at| Some((text.get(..at)?, text.get(at.saturating_add(1)..))));
    halves.unwrap_or((text, None))
}

/// Returns the decoded name and value of a parameter.
fn decode(segment: &str) -> (Cow<'_, str>, Cow<'_, str>) {
    form_urlencoded::parse(segment.as_bytes())
        .next()
        .unwrap_or_default()
}

/// Whether this is a parameter with this decoded name.
fn is(segment: &str, name: &str) -> bool {
    let (raw, _) = split(segment);
    // A decoded name is never longer than the raw one.
    if raw.len() < name.len() {
        return false;
    }
    if memchr2(b'%', b'+', raw.as_bytes()).is_some() {
        return decode(segment).0 == name;
    }
    // Between two adjacent separators there is no parameter, not even one with an empty name.
    !segment.is_empty() && raw == name
}

/// Edits each part between separators: keeps it, rewrites it, or removes it with one separator.
fn edit<'a>(query: &'a str, keep: impl FnMut(&'a str) -> Option<Cow<'a, str>>) -> String {
    query
        .split('&')
        .filter_map(keep)
        .collect::<Vec<_>>()
        .join("&")
}

/// Appends a parameter as it is written.
fn append(mut query: String, segment: &str) -> String {
    separate(&mut query, 0);
    query.push_str(segment);
    query
}

/// Appends the separator that one more parameter needs, in the query that begins at `start`.
fn separate(text: &mut String, start: usize) {
    if text.len() > start && !text.ends_with('&') {
        text.push('&');
    }
}

/// For each byte, whether it is not encoded in a value: RFC 3986's unreserved characters.
static IN_VALUES: [bool; 256] = plain(b"");
/// For each byte, whether it is not encoded in a name: other clients do not encode these either.
static IN_NAMES: [bool; 256] = plain(b"$@:!*'(),/");

#[expect(
    clippy::indexing_slicing,
    reason = "`get_mut` cannot be written through in a constant; a wrong index would not compile"
)]
const fn plain(more: &[u8]) -> [bool; 256] {
    let mut plain = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        let unreserved = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        let mut rest = more;
        while let Some((first, tail)) = rest.split_first() {
            if *first == byte {
                plain[byte as usize] = true;
            }
            rest = tail;
        }
        plain[byte as usize] |= unreserved;
        byte += 1;
    }
    plain
}

/// Appends a text, and percent-encodes each byte that is not in `stays`.
fn encode(out: &mut String, text: &str, stays: &[bool; 256]) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or_default();
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest
            .bytes()
            .position(|byte| !stays.get(usize::from(byte)).is_some_and(|stays| *stays));
        let plain = plain.unwrap_or(rest.len());
        // Only ASCII bytes stay, so the first other byte begins a character, and the byte after
        // that character begins the next.
        let (kept, other) = rest.split_at(plain);
        out.push_str(kept);
        let character = other.chars().next().map_or(0, char::len_utf8);
        let (character, tail) = other.split_at(character);
        for byte in character.bytes() {
            out.extend(['%', digit(byte >> 4), digit(byte & 0xf)]);
        }
        rest = tail;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Sets a value in a query that follows a path. The path must not be searched.
    fn set(query: &str, name: &str, value: &str) -> String {
        let mut text = format!("/a&a=0?{query}");
        super::set(&mut text, 7, name, value);
        text.strip_prefix("/a&a=0?")
            .expect("what stands before it")
            .to_owned()
    }

    #[test]
    fn get_decodes_the_first_value() {
        for (query, value) in [
            ("a=1", Some("1")),
            ("b=2&a=1&a=3", Some("1")),
            ("%61=x+y%2Bz", Some("x y+z")),
            ("a", Some("")),
            ("a=", Some("")),
            ("a=b=c==", Some("b=c==")),
            ("", None),
            ("&&", None),
            ("A=1&aa=2&b=a", None),
        ] {
            assert_eq!(get(query, "a").as_deref(), value, "{query}");
        }
        assert_eq!(
            get("page%5Bnumber%5D=2", "page[number]").as_deref(),
            Some("2")
        );
        assert_eq!(get("a+b=2", "a b").as_deref(), Some("2"));
        assert_eq!(get("&&=1", "").as_deref(), Some("1"));
    }

    #[test]
    fn set_replaces_in_place_and_keeps_the_rest() {
        for (query, result) in [
            ("", "a=v"),
            ("a", "a=v"),
            ("a=1", "a=v"),
            ("b=1", "b=1&a=v"),
            ("b=1&", "b=1&a=v"),
            ("&", "&a=v"),
            ("b=1&&", "b=1&&a=v"),
            ("x=%2f%2F+%20&a=1&x=~%7e", "x=%2f%2F+%20&a=v&x=~%7e"),
            ("a=1&b=2&a=3&c&a", "a=v&b=2&c"),
            ("b=2&a=1&&c=3", "b=2&a=v&&c=3"),
            ("&a=1&", "&a=v&"),
            ("%61=1&a=2", "%61=v"),
            ("A=1", "A=1&a=v"),
        ] {
            assert_eq!(set(query, "a", "v"), result, "{query}");
        }
    }

    #[test]
    fn values_are_encoded_once() {
        assert_eq!(
            set("", "t", "a+b c/d=&%41~_.-é[]"),
            "t=a%2Bb%20c%2Fd%3D%26%2541~_.-%C3%A9%5B%5D"
        );
        assert_eq!(set("", "t", ""), "t=");
    }

    #[test]
    fn names_keep_their_spelling_or_are_encoded_like_other_clients_do() {
        assert_eq!(set("page[number]=1", "page[number]", "2"), "page[number]=2");
        assert_eq!(
            set("page%5bnumber%5d=1", "page[number]", "2"),
            "page%5bnumber%5d=2"
        );
        assert_eq!(set("", "page[number]", "2"), "page%5Bnumber%5D=2");
        assert_eq!(set("", "$skip", "2"), "$skip=2");
        assert_eq!(set("", "a b&c=d+e#f", "2"), "a%20b%26c%3Dd%2Be%23f=2");
        assert_eq!(set("", "@:.-_~!*'(),/", "2"), "@:.-_~!*'(),/=2");
    }

    #[test]
    fn remove_takes_every_occurrence_and_nothing_else() {
        for (query, result) in [
            ("", ""),
            ("a", ""),
            ("a=1&b=2", "b=2"),
            ("b=2&a=1", "b=2"),
            ("b=2&%61=1&c=3&a", "b=2&c=3"),
            ("&b=2&", "&b=2&"),
            ("aa=1&A=2", "aa=1&A=2"),
        ] {
            assert_eq!(remove(query, "a"), result, "{query}");
        }
    }

    #[test]
    fn append_missing_copies_raw_pairs() {
        let names = ["api key".to_owned(), "v".to_owned(), "none".to_owned()];
        assert_eq!(
            append_missing("p=2", "x=1&api+key=%7e&v=1&v=2", &names),
            "p=2&api+key=%7e&v=1&v=2"
        );
        assert_eq!(
            append_missing("%76=9&p=2", "v=1&api%20key=k", &names),
            "%76=9&p=2&api%20key=k"
        );
        assert_eq!(append_missing("", "v", &names), "v");
        assert_eq!(append_missing("p=2&", "p=1", &names), "p=2&");
        assert_eq!(append_missing("p=2", "", &names), "p=2");
    }

    proptest! {
        #[test]
        fn any_edit_of_any_text_is_read_back(query in "(\\PC|&|=|%|\\+){0,24}", name in "\\PC{0,6}", value in "\\PC{0,12}") {
            let edited = set(&query, &name, &value);
            prop_assert_eq!(get(&edited, &name), Some(value.clone()));
            prop_assert_eq!(segments(&edited).filter(|segment| is(segment, &name)).count(), 1);
            prop_assert_eq!(&set(&edited, &name, &value), &edited);
        }

        #[test]
        fn others_keep_bytes_and_order(query in "([a-c%=+]{0,4}&){0,6}[a-c]{0,2}", value in "\\PC{0,6}") {
            let others = |query: &str| segments(query).filter(|one| !is(one, "a")).map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(others(&set(&query, "a", &value)), others(&query));
            if get(&query, "a").is_none() {
                prop_assert!(set(&query, "a", &value).starts_with(&query));
            }
        }
    }
}
