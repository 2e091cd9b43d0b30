//! Whatever is written, the macro answers with Rust: with an implementation, or with messages and a
//! stub.
//!
//! Declarations are made by a grammar that is mostly right, then damaged. The generator is seeded,
//! so a failure comes back.

use super::messages_in;

const DECLARATIONS: u32 = 20_000;

/// xorshift64*: small, good enough to choose among things.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 33) as usize % bound
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn pick<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }
}

const NAMES: &[&str] = &[
    "users2", "r#type", "größe", "名前", "data", "_links", "has_more", "r#gen",
];
const TYPES: &[&str] = &[
    "String",
    "Vec<User>",
    "Option<Vec<T>>",
    "Option<String>",
    "u64",
    "bool",
    "Box<[u8]>",
    "&'a str",
    "[u8; N]",
    "Meta",
    "Option<Box<Meta>>",
    "std::collections::HashMap<String, Vec<T>>",
    "fn(u8) -> u8",
    "dyn Fn() + 'a",
    "(u8, T)",
    "!",
    "<T as Iterator>::Item",
    "Vec<Vec<u8>>",
    "_",
    "impl Clone",
    "Cow<'a, str>",
    "Url",
    "*const T",
    "macro_type!(x)",
    "VecDeque<(u8,)>",
];
const KEYS: &[&str] = &[
    "token",
    "next_url",
    "page",
    "offset",
    "last_item",
    "next_with",
    "param",
    "continue_at",
    "items",
    "item",
    "more",
    "done",
    "pages",
    "total",
    "end_on",
    "size",
    "max",
    "min",
    "prefer",
    "start",
    "ok",
    "error",
    "nested",
    "inclusive",
    "ready",
    "decode",
    "repeats",
    "crate",
    "limit",
    "tokn",
    "größe",
    "r#token",
    "_",
];
const WORDS: &[&str] = &[
    "query",
    "body",
    "form",
    "header",
    "link",
    "Self::rows",
    "a::b::c::<T>",
    "<T as X>::f",
    "users",
    "short",
    "empty",
    "$",
    "::",
    "crate",
];
const TEXTS: &[&str] = &[
    "",
    ".",
    "..",
    "a..b",
    "users",
    "next",
    "users[].node",
    "[]",
    "[].a",
    "a[]",
    "a[][]",
    "data.list",
    "data.edges[].node.x",
    "X-Next",
    "x y",
    "/path",
    "ünï.cödé",
    "0",
    "0.1",
    "00",
    "4294967296",
    "r#type",
    "r#",
    "self.a",
    "crate",
    "gen",
    "a.gen",
    "_",
    "a._",
    "'a",
    "\\\"",
    "\\u{0}",
    "//",
    "/**/",
    "🦀",
    "::paginate_runtime",
    "crate::x",
    "super::x",
    "paginate",
    "x::<T>",
    "page[size]",
    "$top",
    "https://x/y",
    "2e1",
    "1.0",
    "-1",
];

/// A value: mostly one of a sensible kind.
fn value(dice: &mut Dice) -> String {
    match dice.below(10) {
        0..=2 => format!("\"{}\"", dice.pick(TEXTS)),
        3 => format!("{}(\"{}\")", dice.pick(WORDS), dice.pick(TEXTS)),
        4 => dice.pick(WORDS).to_owned(),
        5 => dice
            .pick(&[
                "0",
                "1",
                "300",
                "18446744073709551616",
                "-1",
                "1.5",
                "1u8",
                "0x10",
                "true",
                "b'x'",
                "c\"x\"",
                "'x'",
                "1_000",
            ])
            .to_owned(),
        6 => {
            let elements: Vec<String> = (0..dice.below(4)).map(|_| value(dice)).collect();
            format!("[{}]", elements.join(", "))
        }
        7 => dice.pick(TYPES).to_owned(),
        8 => {
            let elements: Vec<String> = (0..dice.below(6)).map(|_| value(dice)).collect();
            format!("({})", elements.join(", "))
        }
        _ => dice
            .pick(&[
                "",
                "=",
                "()",
                "{}",
                "[,]",
                "header",
                "header()",
                "header(1)",
                "|x| x",
                "a = b",
                "..",
                "#",
                "Self::f()",
            ])
            .to_owned(),
    }
}

/// The entry that a reasonable person would write for the key.
fn sensible(key: &str, dice: &mut Dice) -> String {
    let value = match key {
        "item" => dice
            .pick(&["User", "Option<T>", "&'a str", "Vec<(T, U)>"])
            .to_owned(),
        "max" | "min" | "prefer" | "start" => dice.pick(&["1", "10", "100"]).to_owned(),
        "end_on" => dice
            .pick(&["[short]", "[404, repeat]", "[empty]"])
            .to_owned(),
        "next_with" => "Self::next".to_owned(),
        "repeats" | "inclusive" => return key.to_owned(),
        "decode" => "Self::decode".to_owned(),
        "crate" => dice.pick(&["::p", "crate::p", "\"::p\""]).to_owned(),
        "param" | "size" | "page" | "offset" => dice
            .pick(&["\"x\"", "body(\"a.b\")", "form(\"f\")", "header(\"X-Y\")"])
            .to_owned(),
        "continue_at" => "\"/more\"".to_owned(),
        "items" => dice
            .pick(&[
                "\"users\"",
                "\"data.list\"",
                "\"users[].node\"",
                "Self::rows",
                "\"0\"",
            ])
            .to_owned(),
        _ => dice
            .pick(&[
                "\"next\"",
                "\"meta.next\"",
                "header(\"X-Y\")",
                "Self::read",
                "\"1\"",
            ])
            .to_owned(),
    };
    format!("{key} = {value}")
}

/// Entries that go together, on a struct that has the fields.
fn coherent(dice: &mut Dice) -> Vec<String> {
    let source = dice.pick(&[
        "token = \"next\"",
        "token = \"meta.next\", param = body(\"a.b\")",
        "token = header(\"X-Next\"), param = \"x\", more = \"meta.more\"",
        "token = Self::next, param = query",
        "next_url = link(\"next\")",
        "next_url = Self::link, done = Self::done",
        "page = \"page\", start = 0, end_on = [404, short]",
        "offset = form(\"skip\"), total = \"meta.total\"",
        "last_item = \"id.x\", param = \"after\"",
        "last_item = \"id\", param = json(\"after\"), inclusive",
        "token = (header(\"X-Next\"), \"meta.next\", Self::third), param = (\"a\", body(\"b\"), json(\"c\"))",
        "next_with = a::b::<T>",
    ]);
    let mut items = dice.pick(&[
        "items = \"users\"",
        "items = \"meta.list\", item = Vec<(u8, T)>",
        "items = \"users[].node\", item = User",
        "items = \"users\", nested = [\"a\", \"b.c\"]",
        "items = \"users\", nested = [\"a\", nested(\"b.c\", more = \"b.d\")]",
    ]);
    if dice.one_in(6) && !source.starts_with("last_item") {
        items = "items = Self::rows, item = &'static str";
    }
    let more = dice.pick(&[
        "",
        "size = \"limit\", max = 100",
        "ok = \"meta.ok\", error = \"next\"",
        "error = Self::error, prefer = 3",
        "decode = a::read, ready = \"meta.ready\"",
        "crate = crate::p",
        "end_on = [repeat], repeats",
    ]);
    [source, items, more]
        .into_iter()
        .filter(|entries| !entries.is_empty())
        .map(str::to_owned)
        .collect()
}

fn attribute(dice: &mut Dice) -> String {
    let mut entries = Vec::new();
    let others = match dice.below(4) {
        0 | 1 => {
            entries = coherent(dice);
            if dice.one_in(4) { 1 } else { 0 }
        }
        2 => {
            for key in [
                dice.pick(&[
                    "token",
                    "next_url",
                    "page",
                    "offset",
                    "last_item",
                    "next_with",
                ]),
                "param",
                "items",
                "item",
                dice.pick(KEYS),
            ] {
                if !dice.one_in(5) {
                    entries.push(sensible(key, dice));
                }
            }
            dice.below(2)
        }
        _ => dice.below(5),
    };
    for _ in 0..others {
        let key = dice.pick(KEYS);
        entries.push(if dice.one_in(3) {
            sensible(key, dice)
        } else {
            format!(
                "{key} {} {}",
                dice.pick(&["=", "=", "=", "=", ":", "", "=="]),
                value(dice)
            )
        });
    }
    let separator = if dice.one_in(20) { " " } else { ", " };
    let entries = entries.join(separator);
    match dice.below(60) {
        0 => "#[paginate]".to_owned(),
        1 => format!("#[paginate = \"{}\"]", dice.pick(TEXTS)),
        2 => format!("#[paginate[{entries}]]"),
        3 => String::new(),
        4 => format!("#[paginate({entries})] #[paginate({entries})]"),
        5 => format!("#[cfg_attr(all(), paginate({entries}))]"),
        _ => format!("#[paginate({entries})]"),
    }
}

const ON_FIELD: &[&str] = &[
    "",
    "",
    "",
    "#[serde(rename = \"next\")]",
    "#[serde(flatten)]",
    "#[serde(rename(deserialize = \"x y\"))]",
    "/// Doc.",
    "#[deprecated]",
    "#[serde(1 + 1)]",
    "#[cfg(all())]",
];

fn item(dice: &mut Dice) -> String {
    let attribute = attribute(dice);
    let outer = dice.pick(&[
        "",
        "/// Doc.",
        "#[serde(rename_all = \"camelCase\")]",
        "#[serde(transparent)]",
        "#[non_exhaustive]",
        "#[serde(rename_all(deserialize = \"nonsense\"))]",
    ]);
    let vis = dice.pick(&["", "pub", "pub(crate)", "pub(in a::b)"]);
    let name = dice.pick(&["UserList", "r#struct", "Größe"]);
    let generics = dice.pick(&[
        "",
        "",
        "<T>",
        "<'a, 'paginate, T: 'a + ?Sized = str, const N: usize = 3>",
        "<const N: usize>",
        "<T, U>",
    ]);
    let clause = dice.pick(&["", "", "where T: Clone, for<'b> &'b T: Copy", "where"]);
    let fields: Vec<String> = (0..dice.below(5))
        .map(|_| format!("{} {vis} {}", dice.pick(ON_FIELD), dice.pick(TYPES)))
        .collect();
    let body = match dice.below(30) {
        0 => format!(
            "enum {name} {generics} {clause} {{ A, B({}) }}",
            dice.pick(TYPES)
        ),
        1 => format!("union {name} {generics} {clause} {{ users: u8 }}"),
        2 => format!("struct {name} {generics} {clause};"),
        3 | 4 => format!("struct {name} {generics} ({}) {clause};", fields.join(", ")),
        _ => {
            let mut fields: Vec<String> = (0..dice.below(5))
                .map(|_| {
                    format!(
                        "{} {vis} {}: {}",
                        dice.pick(ON_FIELD),
                        dice.pick(NAMES),
                        dice.pick(TYPES)
                    )
                })
                .collect();
            fields.extend(
                ["users: Vec<User>", "next: Option<String>", "meta: Meta"].map(str::to_owned),
            );
            format!(
                "struct {name} {generics} {clause} {{ {} }}",
                fields.join(", ")
            )
        }
    };
    format!("{outer} {attribute} {vis} {body}")
}

/// Breaks a text in a place.
fn damage(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(3) {
        let at = dice
            .below(chars.len().max(1))
            .min(chars.len().saturating_sub(1));
        match dice.below(3) {
            0 if !chars.is_empty() => drop(chars.remove(at)),
            1 => chars.insert(
                at,
                dice.pick(&[
                    ",", "=", "\"", "(", ")", "[", "]", "<", ">", ":", " ", "x", "1", "#", "'", ".",
                ])
                .chars()
                .next()
                .unwrap(),
            ),
            _ if chars.len() > 1 => chars.swap(at, at.saturating_sub(1)),
            _ => {}
        }
    }
    chars.into_iter().collect()
}

#[test]
fn every_answer_is_rust() {
    std::thread::scope(|scope| {
        scope.spawn(|| try_half(Dice(0x5EED_0FBA_D0DE_CADE)));
        scope.spawn(|| try_half(Dice(0x0DDB_A11C_0FFE_E000)));
    });
}

fn try_half(mut dice: Dice) {
    let (mut tried, mut accepted) = (0, 0);
    while tried < DECLARATIONS / 2 {
        let mut declaration = item(&mut dice);
        if dice.one_in(4) {
            declaration = damage(&declaration, &mut dice);
        }
        // What is not even made of tokens never reaches a macro.
        let Ok(tokens) = declaration.parse() else {
            continue;
        };
        tried += 1;
        let answer = std::panic::catch_unwind(|| crate::derive(tokens))
            .unwrap_or_else(|_| panic!("panicked on: {declaration}"));
        // An implementation begins with `const`, messages with `::core::compile_error!`.
        let implemented = matches!(
            answer.clone().into_iter().next(),
            Some(proc_macro2::TokenTree::Ident(_))
        );
        accepted += u32::from(implemented);
        // Messages and stub look much the same each time, and reading them back is what takes the
        // time here.
        if implemented || tried % 16 == 0 {
            // Groups share their tokens, so that the clone is cheap and the printing is for
            // failures only.
            assert!(
                syn::parse2::<syn::File>(answer.clone()).is_ok(),
                "not Rust, from: {declaration}\n{answer}"
            );
        }
    }
    // Both halves of the macro were visited, or the generator tests nothing.
    let share = accepted * 100 / tried;
    assert!((10..90).contains(&share), "{share} % were accepted");
}

#[test]
fn literals_and_paths_may_come_through_macro_rules() {
    use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
    let hidden = |text: &str| {
        TokenTree::Group(Group::new(
            Delimiter::None,
            text.parse::<TokenStream>().unwrap(),
        ))
    };
    let (token, param, items, item, size, function, status) = (
        hidden("\"next\""),
        hidden("\"cursor\""),
        hidden("\"data.rows\""),
        hidden("Vec<(u8, String)>"),
        hidden("\"limit\""),
        hidden("Self::more"),
        hidden("100"),
    );
    let declaration = quote::quote! {
        #[paginate(token = #token, param = header(#param), items = #items, item = #item, size = body(#size), more = #function, max = #status)]
        struct UserList { next: Option<String>, data: Data }
    };
    assert_eq!(
        messages_in(crate::derive(declaration)),
        Vec::<String>::new()
    );
}
