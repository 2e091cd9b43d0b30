//! [`Elements`]: the raw JSON elements of a page's list, to compare one page with the next.

use std::fmt;

/// The raw JSON text of a page's list, from `[` to `]`.
///
/// A driver shows it to [`Pager::show_elements`](crate::sans_io::Pager::show_elements). The text
/// must be valid JSON; otherwise the results are meaningless, but nothing panics.
///
/// ```
/// use paginate_runtime::sans_io::Elements;
///
/// let list = Elements::new(br#"[ {"id": 1}, {"id": 2}, {"id": "]"} ]"#).unwrap();
/// assert_eq!(list.last(), Some(&br#"{"id": "]"}"#[..]));
/// assert_eq!(list.second(), Some(&br#"{"id": 2}"#[..]));
/// assert!(list.begins_with(br#"{"id": 1}"#));
/// ```
#[derive(Clone, Copy)]
pub struct Elements<'a> {
    /// The text between the brackets, without surrounding white space.
    inside: &'a [u8],
}

/// Shows the length of the text, and not the text.
impl fmt::Debug for Elements<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Elements")
            .field("bytes", &self.inside.len())
            .finish()
    }
}

impl<'a> Elements<'a> {
    /// Creates the elements of a JSON array. Returns `None` if the text does not begin with `[` and
    /// end with `]`.
    pub fn new(array: &'a [u8]) -> Option<Self> {
        let inside = array.trim_ascii().strip_prefix(b"[")?.strip_suffix(b"]")?;
        Some(Self {
            inside: inside.trim_ascii(),
        })
    }

    /// Returns whether the list has no elements.
    pub fn is_empty(&self) -> bool {
        self.inside.is_empty()
    }

    /// Returns whether the first element is exactly this text.
    pub fn begins_with(&self, element: &[u8]) -> bool {
        let rest = self
            .inside
            .strip_prefix(element)
            .map(<[u8]>::trim_ascii_start);
        !element.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b","))
    }

    /// Returns whether the elements are objects and the list is longer than a few bytes. Two such
    /// lists are almost never equal by accident.
    pub(crate) fn are_distinct(&self) -> bool {
        self.inside.starts_with(b"{") && self.inside.len() >= 32
    }

    /// Returns the first element, if it is an object.
    pub(crate) fn first(&self) -> Option<&'a [u8]> {
        self.inside.get(..object_len(self.inside)?)
    }

    /// Returns the objects at the beginning of the list, up to the first element that is not an
    /// object.
    pub(crate) fn leading(&self) -> impl Iterator<Item = &'a [u8]> {
        objects(self.inside)
    }

    /// Returns the second element, if it is an object.
    pub fn second(&self) -> Option<&'a [u8]> {
        let first = object_len(self.inside)?;
        let rest = self
            .inside
            .get(first..)?
            .trim_ascii_start()
            .strip_prefix(b",")?
            .trim_ascii_start();
        rest.get(..object_len(rest)?)
    }

    /// Returns the last element, if it is an object.
    pub fn last(&self) -> Option<&'a [u8]> {
        self.inside.get(last_object(self.inside)?..)
    }
}

/// Returns the objects at the beginning of the text between a list's brackets.
pub(crate) fn objects(inside: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = inside;
    std::iter::from_fn(move || {
        let text = rest.trim_ascii_start();
        let text = text.strip_prefix(b",").unwrap_or(text).trim_ascii_start();
        let (element, after) = text.split_at_checked(object_len(text)?)?;
        rest = after;
        Some(element)
    })
}

/// Returns the length of the object at the beginning of the text.
fn object_len(text: &[u8]) -> Option<usize> {
    if !text.starts_with(b"{") {
        return None;
    }
    let (mut depth, mut in_string, mut escaped) = (0u64, false, false);
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => depth = depth.saturating_add(1),
            b'}' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at.checked_add(1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Returns the position at which the last object of the text begins. In valid JSON, a quote after
/// an even number of backslashes opens or closes a string, whether the text is read forwards or
/// backwards.
fn last_object(text: &[u8]) -> Option<usize> {
    if !text.ends_with(b"}") {
        return None;
    }
    let (mut depth, mut in_string) = (0u64, false);
    let mut at = text.len();
    while at > 0 {
        at = at.saturating_sub(1);
        match text.get(at)? {
            b'"' => {
                let before = text.get(..at)?;
                let backslashes = before
                    .iter()
                    .rev()
                    .take_while(|&&byte| byte == b'\\')
                    .count();
                in_string ^= backslashes % 2 == 0;
            }
            b'}' if !in_string => depth = depth.saturating_add(1),
            b'{' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both_ends(list: &str) -> (Option<&str>, Option<&str>) {
        let list = Elements::new(list.as_bytes()).expect("an array");
        let text = |element: Option<&'_ [u8]>| {
            element
                .map(|bytes| std::str::from_utf8(bytes).expect("UTF-8").to_owned().leak() as &str)
        };
        (text(list.second()), text(list.last()))
    }

    #[test]
    fn strings_hide_brackets_and_quotes() {
        let list = r#"[{"a":"}{"},{"b":"\"}","c":[{"d":1}]},{"e":"\\"}]"#;
        assert_eq!(
            both_ends(list),
            (Some(r#"{"b":"\"}","c":[{"d":1}]}"#), Some(r#"{"e":"\\"}"#))
        );
    }

    #[test]
    fn short_lists_and_scalars() {
        assert_eq!(both_ends("[]"), (None, None));
        assert_eq!(
            both_ends("[1,2,2]"),
            (None, None),
            "equal scalars say nothing"
        );
        assert_eq!(both_ends(r#"[{"a":1}]"#), (None, Some(r#"{"a":1}"#)));
        assert!(Elements::new(b"{}").is_none());
        assert!(Elements::new(b"[").is_none());
    }

    #[test]
    fn a_prefix_is_not_the_element() {
        let list = Elements::new(br#"[{"a":1} , {"a":2}]"#).expect("an array");
        assert!(list.begins_with(br#"{"a":1}"#));
        assert!(!list.begins_with(br#"{"a":"#));
        assert!(!list.begins_with(b""));
    }
}
