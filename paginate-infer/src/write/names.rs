//! Rust names for names on the wire.

use std::collections::BTreeSet;

pub(crate) use crate::infer::words::singular;

/// The name of a field or a function: `nextPageToken` becomes `next_page_token`.
pub(crate) fn snake(wire: &str) -> String {
    let name = words(wire).join("_");
    match name.as_str() {
        "" => "value".to_owned(),
        "self" | "super" | "crate" => format!("{name}_"),
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => format!("n{name}"),
        _ => name,
    }
}

/// A field as it is declared: with `r#` if it is a keyword. In the paths of `#[paginate(..)]` the
/// name stands without it.
pub(crate) fn declared(field: &str) -> String {
    match KEYWORDS.contains(&field) {
        true => format!("r#{field}"),
        false => field.to_owned(),
    }
}

/// The longest name of a type: rustfmt breaks the types of fields that are longer.
const LONGEST: usize = 60;

/// The name of a type: `list-users` becomes `ListUsers`. Of a long one the last words are kept,
/// because the first ones are those of the whole API.
pub(crate) fn pascal(wire: &str) -> String {
    let words: Vec<String> = words(wire).iter().map(|word| capital(word)).collect();
    let begin = (0..words.len()).find(|begin| {
        let kept = words.iter().skip(*begin).map(String::len).sum::<usize>();
        kept <= LONGEST
    });
    let name: String = words.into_iter().skip(begin.unwrap_or_default()).collect();
    match name.as_str() {
        "" => "Data".to_owned(),
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => format!("N{name}"),
        _ if RESERVED.contains(&name.as_str()) => format!("{name}Data"),
        _ => name,
    }
}

/// That name, or with the first number that makes it one of its own.
pub(crate) fn unused(name: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(
        |number| match name.ends_with(|c: char| c.is_ascii_digit()) {
            true => format!("{name}_{number}"),
            false => format!("{name}{number}"),
        },
    );
    let free = std::iter::once(name.clone())
        .chain(numbered)
        .find(|name| !taken.contains(name))
        .unwrap_or(name);
    taken.insert(free.clone());
    free
}

/// What serde's `rename_all` makes of the name of a field. A rule that is unknown, or empty, leaves
/// it as it is.
///
/// # Examples
///
/// ```
/// use paginate_infer::write::renamed;
///
/// assert_eq!(renamed("camelCase", "next_page"), "nextPage");
/// assert_eq!(renamed("", "next_page"), "next_page");
/// ```
#[must_use]
pub fn renamed(rule: &str, field: &str) -> String {
    match rule {
        "PascalCase" => field.split('_').map(capital).collect(),
        "camelCase" => {
            let pascal = renamed("PascalCase", field);
            let mut chars = pascal.chars();
            chars.next().map_or_else(String::new, |first| {
                first.to_ascii_lowercase().to_string() + chars.as_str()
            })
        }
        "kebab-case" => field.replace('_', "-"),
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => field.to_ascii_uppercase(),
        "SCREAMING-KEBAB-CASE" => field.to_ascii_uppercase().replace('_', "-"),
        _ => field.to_owned(),
    }
}

/// The words of a name, in small letters.
fn words(name: &str) -> Vec<String> {
    // The names of reactions: `+1`.
    if let Some(number) = name.strip_prefix(['+', '-'])
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        let sign = if name.starts_with('+') {
            "plus"
        } else {
            "minus"
        };
        return vec![sign.to_owned(), number.to_owned()];
    }
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut begins = true;
    for (at, c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            begins = true;
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let small_after = chars.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let hump = c.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && small_after)
            });
        match words.last_mut().filter(|_| !begins && !hump) {
            Some(word) => word.push(c.to_ascii_lowercase()),
            None => words.push(c.to_ascii_lowercase().to_string()),
        }
        begins = false;
    }
    words
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_ascii_uppercase().to_string() + chars.as_str()
    })
}

/// Keywords that can be raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Names that the generated code uses itself.
const RESERVED: &[&str] = &[
    "BTreeMap",
    "Box",
    "Debug",
    "Deserialize",
    "Err",
    "None",
    "Ok",
    "Option",
    "Paginated",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_in_snake_case() {
        for (wire, field) in [
            ("nextPageToken", "next_page_token"),
            ("NextToken", "next_token"),
            ("@odata.nextLink", "odata_next_link"),
            ("X-Total-Count", "x_total_count"),
            ("HTTPServer2Name", "http_server2_name"),
            ("iPhone", "i_phone"),
            ("self", "self_"),
            ("type", "type"),
            ("2fa", "n2fa"),
            ("+1", "plus_1"),
            ("größe", "gr_e"),
            ("名", "value"),
        ] {
            assert_eq!(snake(wire), field, "{wire}");
        }
        assert_eq!(declared("type"), "r#type");
        assert_eq!(declared("types"), "types");
    }

    #[test]
    fn types_are_in_pascal_case_and_do_not_hide_the_prelude() {
        for (wire, name) in [
            ("list-users", "ListUsers"),
            ("URL", "Url"),
            ("option", "OptionData"),
            ("Result", "ResultData"),
            ("", "Data"),
            ("2fa", "N2fa"),
            (
                "google.cloud.dialogflow.v2beta1.IntentMessageBrowseCarouselCardBrowseCarouselCardItem",
                "V2beta1IntentMessageBrowseCarouselCardBrowseCarouselCardItem",
            ),
        ] {
            assert_eq!(pascal(wire), name, "{wire}");
        }
    }

    #[test]
    fn a_name_is_given_once() {
        let mut taken = BTreeSet::new();
        assert_eq!(unused("User".into(), &mut taken), "User");
        assert_eq!(unused("User".into(), &mut taken), "User2");
        assert_eq!(unused("User2".into(), &mut taken), "User2_2");
    }
}
