//! [`Scanner`]: finds one member of a JSON object while its bytes arrive.

use memchr::memchr2;

/// The longest value that is kept, in bytes. Tokens and links are shorter.
const LONGEST: usize = 64 * 1024;

/// A scanner for a top-level member that is a string, a number, `true`, `false` or `null`.
///
/// It checks only what it needs, because the page is decoded as a whole later, and must then
/// contain the same value.
#[derive(Debug)]
pub(crate) struct Scanner {
    member: &'static str,
    at: At,
    /// The raw key or value that is being read, quotes included.
    held: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the object.
    Start,
    /// Before a key, or the end of the object.
    Key,
    /// In a key. `escaped`: the last byte was a backslash.
    InKey { escaped: bool },
    /// After a key. `found`: it is the wanted one.
    Colon { found: bool },
    /// Before a value.
    Value { found: bool },
    /// In a string that is wanted.
    Text { escaped: bool },
    /// In a number or a word that is wanted.
    Word,
    /// In another value: the number of open lists and objects, and whether this is inside a string.
    Other {
        depth: u64,
        string: bool,
        escaped: bool,
    },
    /// After a value.
    After,
    /// Finished: there is nothing more to find.
    Done,
}

impl Scanner {
    pub(crate) fn new(member: &'static str) -> Self {
        Self {
            member,
            at: At::Start,
            held: Vec::new(),
        }
    }

    /// Returns whether there is nothing more to find.
    pub(crate) fn is_done(&self) -> bool {
        self.at == At::Done
    }

    /// Reads the next piece. Returns the raw JSON of the value once its last byte is known.
    pub(crate) fn feed(&mut self, piece: &[u8]) -> Option<Vec<u8>> {
        let mut rest = piece;
        while let (Some((&byte, tail)), false) = (rest.split_first(), self.is_done()) {
            rest = tail;
            match self.at {
                At::Other {
                    depth,
                    string: true,
                    escaped: false,
                } if !matches!(byte, b'"' | b'\\') => {
                    // Most of a page is text that does not matter here.
                    rest = memchr2(b'"', b'\\', rest)
                        .and_then(|at| rest.get(at..))
                        .unwrap_or_default();
                    self.at = At::Other {
                        depth,
                        string: true,
                        escaped: false,
                    };
                }
                _ => {
                    if let Some(value) = self.step(byte) {
                        return Some(value);
                    }
                }
            }
        }
        None
    }

    fn step(&mut self, byte: u8) -> Option<Vec<u8>> {
        let blank = matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at = match self.at {
            At::Start | At::Key | At::Colon { .. } | At::Value { .. } | At::After if blank => {
                self.at
            }
            At::Start if byte == b'{' => At::Key,
            At::Key if byte == b'"' => {
                self.held.clear();
                self.held.push(byte);
                At::InKey { escaped: false }
            }
            At::InKey { escaped } => self.in_key(byte, escaped),
            At::Colon { found } if byte == b':' => At::Value { found },
            At::Value { found } => self.begin(byte, found),
            At::Text { escaped } => {
                self.held.push(byte);
                match (byte, escaped) {
                    (b'"', false) => return self.end(),
                    (b'\\', false) => At::Text { escaped: true },
                    _ if self.held.len() > LONGEST => At::Done,
                    _ => At::Text { escaped: false },
                }
            }
            At::Word => match byte {
                b',' | b'}' => return self.end(),
                _ if blank => return self.end(),
                _ if self.held.len() > LONGEST => At::Done,
                _ => {
                    self.held.push(byte);
                    At::Word
                }
            },
            At::Other {
                depth,
                string,
                escaped,
            } => other(byte, depth, string, escaped),
            At::After if byte == b',' => At::Key,
            // The end of the object, or not JSON.
            At::Start | At::Key | At::Colon { .. } | At::After | At::Done => At::Done,
        };
        None
    }

    fn in_key(&mut self, byte: u8, escaped: bool) -> At {
        // A key that is longer than the wanted one, even if every character of that one were
        // escaped, is not kept.
        if self.held.len() <= self.member.len().saturating_mul(6).saturating_add(2) {
            self.held.push(byte);
        }
        match (byte, escaped) {
            (b'"', false) => At::Colon {
                found: self.is_member(),
            },
            (b'\\', false) => At::InKey { escaped: true },
            _ => At::InKey { escaped: false },
        }
    }

    fn is_member(&self) -> bool {
        let plain = self
            .held
            .strip_prefix(b"\"")
            .and_then(|key| key.strip_suffix(b"\""));
        plain == Some(self.member.as_bytes())
            || (self.held.contains(&b'\\')
                && serde_json::from_slice::<String>(&self.held).is_ok_and(|key| key == self.member))
    }

    fn begin(&mut self, byte: u8, found: bool) -> At {
        match byte {
            // A list or an object cannot be read as a token before its page is decoded.
            b'{' | b'[' if found => At::Done,
            b'{' | b'[' => At::Other {
                depth: 1,
                string: false,
                escaped: false,
            },
            b'"' if !found => At::Other {
                depth: 0,
                string: true,
                escaped: false,
            },
            _ if !found => At::Other {
                depth: 0,
                string: false,
                escaped: false,
            },
            _ => {
                self.held.clear();
                self.held.push(byte);
                if byte == b'"' {
                    At::Text { escaped: false }
                } else {
                    At::Word
                }
            }
        }
    }

    fn end(&mut self) -> Option<Vec<u8>> {
        self.at = At::Done;
        Some(std::mem::take(&mut self.held))
    }
}

/// Reads one byte of a value that is not wanted.
fn other(byte: u8, depth: u64, string: bool, escaped: bool) -> At {
    let inside = |depth: u64| At::Other {
        depth,
        string: false,
        escaped: false,
    };
    match (string, byte) {
        (true, b'"') if !escaped && depth == 0 => At::After,
        (true, b'"') if !escaped => inside(depth),
        (true, _) => At::Other {
            depth,
            string: true,
            escaped: byte == b'\\' && !escaped,
        },
        (false, b'"') => At::Other {
            depth,
            string: true,
            escaped: false,
        },
        (false, b'{' | b'[') => inside(depth.saturating_add(1)),
        (false, b'}' | b']') => match depth {
            // The end of the object: the value was a number or a word.
            0 => At::Done,
            1 => At::After,
            _ => inside(depth.saturating_sub(1)),
        },
        (false, b',') if depth == 0 => At::Key,
        (false, _) => inside(depth),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// Returns what is found if the body arrives in pieces of that many bytes.
    fn find(body: &[u8], size: usize) -> Option<String> {
        let mut scanner = Scanner::new("next");
        let found = body
            .chunks(size.max(1))
            .find_map(|piece| scanner.feed(piece));
        found.map(|value| String::from_utf8(value).unwrap())
    }

    #[test]
    fn the_member_is_found_wherever_it_is_and_however_the_body_is_cut() {
        for (body, value) in [
            (r#"{"next":"abc"}"#, Some(r#""abc""#)),
            (r#" { "next" : "abc" , "rows":[]}"#, Some(r#""abc""#)),
            (
                r#"{"rows":[{"next":"no"},["next","]}"]],"next":"yes"}"#,
                Some(r#""yes""#),
            ),
            (r#"{"n":{"next":1},"next":2}"#, Some("2")),
            (
                r#"{"a":"\"next\":\"no\"","b":"\\","next":-1.5e3 }"#,
                Some("-1.5e3"),
            ),
            (r#"{"a":1,"b":true,"next":null}"#, Some("null")),
            (r#"{"a":1,"next":"a\"b\\"}"#, Some(r#""a\"b\\""#)),
            (r#"{"ne\u0078t":"escaped"}"#, Some(r#""escaped""#)),
            (r#"{"next_":"no","nex":"no","Next":"no"}"#, None),
            (r#"{"next":{"id":1},"x":1}"#, None),
            (r#"{"next":[1]}"#, None),
            (r#"{}"#, None),
            (r#"["next","no"]"#, None),
            (r#"{"rows":[]}{"next":"no"}"#, None),
            (r#"{"rows" "next":"no"}"#, None),
            ("\u{feff}{\"next\":\"no\"}", None),
            ("", None),
        ] {
            for size in 1..=body.len().max(1) {
                assert_eq!(
                    find(body.as_bytes(), size).as_deref(),
                    value,
                    "{body} by {size}"
                );
            }
        }
    }

    #[test]
    fn a_value_is_known_with_its_last_byte() {
        let mut scanner = Scanner::new("next");
        assert_eq!(scanner.feed(br#"{"next":"ab"#), None);
        assert_eq!(
            scanner.feed(b"c\"").as_deref(),
            Some(br#""abc""#.as_slice())
        );
        assert!(scanner.is_done());
        // A number can continue until another character arrives.
        let mut scanner = Scanner::new("next");
        assert_eq!(scanner.feed(br#"{"next":12"#), None);
        assert_eq!(scanner.feed(b"3").as_deref(), None);
        assert_eq!(scanner.feed(b",").as_deref(), Some(b"123".as_slice()));
    }

    #[test]
    fn what_is_held_is_bounded() {
        let mut scanner = Scanner::new("next");
        scanner.feed(b"{\"");
        for _ in 0..100 {
            scanner.feed(&[b'k'; 1000]);
            assert!(scanner.held.len() < 100);
        }
        scanner.feed(b"\":1,\"next\":\"");
        for _ in 0..100 {
            scanner.feed(&[b'v'; 1000]);
            assert!(scanner.held.len() <= LONGEST + 1);
        }
        assert!(scanner.is_done());
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[ -~\u{e9}\u{1f600}\"\\\\]{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map("[nextrows\"\\\\]{0,5}", inner, 0..6)
                    .prop_map(|map| json!(map)),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_finds_what_a_parser_finds(
            mut members in prop::collection::btree_map("[ -~]{0,6}", any_json(), 0..5),
            next in prop::option::of(any_json()),
            pretty in any::<bool>(),
            size in 1usize..40,
        ) {
            members.remove("next");
            if let Some(next) = &next {
                members.insert("next".to_owned(), next.clone());
            }
            let body = if pretty { serde_json::to_string_pretty(&members) } else { serde_json::to_string(&members) }.unwrap();
            let found = find(body.as_bytes(), size).map(|raw| serde_json::from_str::<Value>(&raw).unwrap());
            let expected = next.filter(|next| !next.is_object() && !next.is_array());
            prop_assert_eq!(found, expected, "{}", body);
        }

        #[test]
        fn no_bytes_panic(body in prop::collection::vec(prop_oneof![Just(b'"'), Just(b'\\'), Just(b'{'), Just(b'}'), Just(b','), Just(b':'), any::<u8>()], 0..200), size in 1usize..9) {
            let mut scanner = Scanner::new("next");
            let found: Vec<_> = body.chunks(size).filter_map(|piece| scanner.feed(piece)).collect();
            prop_assert!(found.len() <= 1);
        }
    }
}
