//! Texts for messages: the nearest name ("did you mean"), and tokens formatted as users write them.

use quote::ToTokens;

/// The candidate that is nearest to `word`, if one is near enough.
///
/// The limit is rustc's: a third of the length, and at least one edit. Case and the difference
/// between `-` and `_` are ignored, because users may type a JSON name.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = fold(word);
    let limit = word.len().max(3) / 3;
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The word without case and separators: `nextPageToken`, `next-page-token` and `next_page_token`
/// are equal.
fn fold(word: &str) -> Vec<char> {
    word.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The number of insertions, deletions, replacements and swaps of neighbours between two words
/// (optimal string alignment).
///
/// The Levenshtein distance counts a swap twice, so `itmes` would be too far from `items`.
fn distance(a: &[char], b: &[char]) -> usize {
    // Three rows of the table are enough: a swap looks two rows back.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous_a = None;
    for (i, &in_a) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(i + 1);
        let mut previous_b = None;
        for (j, &in_b) in b.iter().enumerate() {
            let at =
                |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut cost = (at(&last, j) + usize::from(in_a != in_b))
                .min(at(&last, j + 1) + 1)
                .min(at(&row, j) + 1);
            if previous_a == Some(in_b) && previous_b == Some(in_a) {
                cost = cost.min(at(&before_last, j - 1) + 1);
            }
            row.push(cost);
            previous_b = Some(in_b);
        }
        before_last = std::mem::replace(&mut last, row);
        previous_a = Some(in_a);
    }
    last.last().copied().unwrap_or(a.len())
}

/// Formats tokens as users write them: `Option<&'a str>`, not `Option < & 'a str >`.
pub(crate) fn show(tokens: impl ToTokens) -> String {
    let mut text = tokens.into_token_stream().to_string();
    for (spaced, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" ::", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("[ ", "["),
        (" ]", "]"),
        (" ;", ";"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(a: &str, b: &str) -> usize {
        distance(
            &a.chars().collect::<Vec<_>>(),
            &b.chars().collect::<Vec<_>>(),
        )
    }

    #[test]
    fn counts_edits() {
        for (a, b, edits) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("ab", "ba", 1),
            ("ca", "abc", 3),
            ("über", "uber", 1),
        ] {
            assert_eq!(between(a, b), edits, "{a} {b}");
            assert_eq!(between(b, a), edits, "{b} {a}");
        }
    }

    #[test]
    fn finds_slips_and_swaps() {
        let keys = ["token", "items", "item", "max", "next_url"];
        for (word, found) in [
            ("tokn", Some("token")),
            ("itmes", Some("items")),
            ("maxx", Some("max")),
            ("nextUrl", Some("next_url")),
            ("next-url", Some("next_url")),
            ("users", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(nearest(word, keys), found, "{word}");
        }
    }

    #[test]
    fn the_nearest_wins_and_the_first_of_equals() {
        assert_eq!(nearest("item", ["items", "item"]), Some("item"));
        assert_eq!(nearest("cat", ["car", "cab"]), Some("car"));
    }

    #[test]
    fn types_and_paths_read_as_they_are_written() {
        for text in [
            "Option<&'a str>",
            "::a::b::<C, D>",
            "Self::rows",
            "Vec<Vec<[u8; 4]>>",
            "<T as Trait>::f",
        ] {
            assert_eq!(
                show(text.parse::<proc_macro2::TokenStream>().unwrap()),
                text
            );
        }
    }
}
