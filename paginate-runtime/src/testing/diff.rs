//! Shows the differences between two lists of lines.

use std::fmt::Write as _;

/// Returns both lists as one: `-` marks a line that is missing, `+` one that was not expected. It
/// marks as few lines as possible.
pub(super) fn diff(expected: &[String], came: &[String]) -> String {
    let common = common(expected, came);
    let length = |at: usize, to: usize| {
        common
            .get(at)
            .and_then(|row| row.get(to))
            .copied()
            .unwrap_or(0)
    };
    let (mut at, mut to) = (0, 0);
    let mut text = String::new();
    loop {
        let (sign, line) = match (expected.get(at), came.get(to)) {
            (Some(a), Some(b)) if a == b => {
                (at, to) = (at + 1, to + 1);
                (' ', a)
            }
            (Some(a), b) if b.is_none() || length(at + 1, to) >= length(at, to + 1) => {
                at += 1;
                ('-', a)
            }
            (_, Some(b)) => {
                to += 1;
                ('+', b)
            }
            (_, None) => return text,
        };
        let _ = writeln!(text, "  {sign} {line}");
    }
}

/// Returns, for each pair of positions, how many lines the rests of both lists have in common.
fn common(expected: &[String], came: &[String]) -> Vec<Vec<usize>> {
    let mut rows = vec![vec![0; came.len() + 1]];
    for line in expected.iter().rev() {
        let below = rows.last().cloned().unwrap_or_default();
        let mut row = vec![0; came.len() + 1];
        // From the end, because each position needs the one after it.
        let mut after = 0;
        for ((place, other), pair) in row.iter_mut().zip(came).zip(below.windows(2)).rev() {
            let &[under, diagonal] = pair else { continue };
            after = if line == other {
                diagonal + 1
            } else {
                under.max(after)
            };
            *place = after;
        }
        rows.push(row);
    }
    rows.reverse();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn as_little_as_possible_differs() {
        for (expected, came, shown) in [
            ("", "", ""),
            ("a", "", "-a"),
            ("", "a", "+a"),
            ("a b c", "a c", "a -b c"),
            ("a c", "a b c", "a +b c"),
            ("a b c d", "b c d e", "-a b c d +e"),
            ("a b", "a c", "a -b +c"),
            ("a a b", "a b", "a -a b"),
            ("b a", "a b", "-b a +b"),
        ] {
            let text = diff(&lines(expected), &lines(came));
            let seen: Vec<String> = text.lines().map(|line| line.replace(' ', "")).collect();
            assert_eq!(seen.join(" "), shown, "{expected} / {came}");
        }
    }

    #[test]
    fn what_is_common_is_counted_in_any_lists() {
        // Compares every list of up to four lines of two kinds with every other: the diff must
        // contain both lists.
        let all: Vec<Vec<String>> = (0..5)
            .flat_map(|length: u32| {
                (0..1_u32 << length).map(move |bits| {
                    (0..length)
                        .map(|bit| (bits >> bit & 1).to_string())
                        .collect()
                })
            })
            .collect();
        for expected in &all {
            for came in &all {
                let text = diff(expected, came);
                let of = |signs: [&str; 2]| -> Vec<String> {
                    text.lines()
                        .filter(|line| signs.contains(&&line[2..3]))
                        .map(|line| line[4..].to_owned())
                        .collect()
                };
                assert_eq!(&of([" ", "-"]), expected, "{text}");
                assert_eq!(&of([" ", "+"]), came, "{text}");
            }
        }
    }
}
