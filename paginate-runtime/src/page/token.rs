//! [`PageToken`]: the field types that can be a token, and the values that mean "no more".

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::page::token_value::TokenValue;

/// A value that an API hands out to ask for the next page.
///
/// Implemented for strings of all kinds, integers, `Option`, [`serde_json::Value`], [`RawValue`]
/// (verbatim numbers), lists and maps. Absent, null, blank, `false`, `{}` and `[]` mean "no more";
/// **zero is a value**.
///
/// Implement it for a type of your own if the API has other rules, for example if a blank token is
/// a real one:
///
/// ```
/// use paginate_runtime::page::{PageToken, TokenValue};
///
/// #[derive(serde::Deserialize)]
/// struct Cursor(String);
///
/// impl PageToken for Cursor {
///     fn value(&self) -> Option<TokenValue<'_>> {
///         Some(TokenValue::text(self.0.as_str())) // blank is a value here
///     }
/// }
///
/// assert!(Cursor(String::new()).value().is_some());
/// assert!(String::new().value().is_none());
/// assert!(0u64.value().is_some());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a page token",
    label = "this is read as the token of the next page",
    note = "a token is a string, an integer, an `Option` of one, `serde_json::Value`, `Box<RawValue>`, a list or a map",
    note = "if `{Self}` is a type of your crate, implement `PageToken` for it (one method); otherwise change the type, for example to `Option<String>`"
)]
pub trait PageToken {
    /// Returns the token to send for the next page, or `None` if there is no next page.
    fn value(&self) -> Option<TokenValue<'_>>;
}

#[inline]
fn text(text: &str) -> Option<TokenValue<'_>> {
    // Stops at the first character of a token, where `trim` would also look at its end.
    let is_blank = text.chars().all(char::is_whitespace);
    (!is_blank).then_some(TokenValue::Text(Cow::Borrowed(text)))
}

macro_rules! text_token {
    ($($ty:ty),*) => {$(
        impl PageToken for $ty {
            #[inline]
            fn value(&self) -> Option<TokenValue<'_>> {
                text(self)
            }
        }
    )*};
}
text_token!(str, String);

macro_rules! integer_token {
    ($($ty:ty),*) => {$(
        impl PageToken for $ty {
            fn value(&self) -> Option<TokenValue<'_>> {
                Some(TokenValue::Json(Cow::Owned(self.to_string())))
            }
        }
    )*};
}
integer_token!(
    u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize
);

macro_rules! pointer_token {
    ($($ty:ty),*) => {$(
        impl<T: PageToken + ?Sized> PageToken for $ty {
            fn value(&self) -> Option<TokenValue<'_>> {
                (**self).value()
            }
        }
    )*};
}
pointer_token!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);

impl<T: PageToken + ToOwned + ?Sized> PageToken for Cow<'_, T> {
    fn value(&self) -> Option<TokenValue<'_>> {
        self.as_ref().value()
    }
}

impl<T: PageToken> PageToken for Option<T> {
    #[inline]
    fn value(&self) -> Option<TokenValue<'_>> {
        self.as_ref()?.value()
    }
}

/// Returns the value as it is: the rules were applied when it was made.
impl PageToken for TokenValue<'_> {
    fn value(&self) -> Option<TokenValue<'_>> {
        Some(match self {
            Self::Text(text) => TokenValue::Text(Cow::Borrowed(text)),
            Self::Json(json) => TokenValue::Json(Cow::Borrowed(json)),
        })
    }
}

impl PageToken for serde_json::Value {
    fn value(&self) -> Option<TokenValue<'_>> {
        match self {
            Self::Null | Self::Bool(false) => None,
            Self::String(string) => text(string),
            Self::Array(list) if list.is_empty() => None,
            Self::Object(map) if map.is_empty() => None,
            other => Some(TokenValue::Json(Cow::Owned(other.to_string()))),
        }
    }
}

impl PageToken for RawValue {
    fn value(&self) -> Option<TokenValue<'_>> {
        let json = self.get().trim();
        // `RawValue` holds valid JSON, so an empty list or object contains nothing but white space.
        let hollow = |open: char, close: char| {
            json.strip_prefix(open)
                .and_then(|rest| rest.strip_suffix(close))
                .is_some_and(|inner| inner.trim().is_empty())
        };
        if matches!(json, "null" | "false") || hollow('[', ']') || hollow('{', '}') {
            return None;
        }
        match TokenValue::json(json) {
            TokenValue::Text(text) if text.trim().is_empty() => None,
            value => Some(value),
        }
    }
}

/// Serialises a value as JSON text. Returns "no more" for what cannot be serialised: maps whose
/// keys are not strings.
fn json<'a>(value: &(impl Serialize + ?Sized)) -> Option<TokenValue<'a>> {
    serde_json::to_string(value)
        .ok()
        .map(|json| TokenValue::Json(Cow::Owned(json)))
}

impl<T: Serialize> PageToken for [T] {
    fn value(&self) -> Option<TokenValue<'_>> {
        if self.is_empty() { None } else { json(self) }
    }
}

impl<T: Serialize> PageToken for Vec<T> {
    fn value(&self) -> Option<TokenValue<'_>> {
        self.as_slice().value()
    }
}

impl<V: Serialize> PageToken for BTreeMap<String, V> {
    fn value(&self) -> Option<TokenValue<'_>> {
        if self.is_empty() { None } else { json(self) }
    }
}

impl<V: Serialize, S> PageToken for HashMap<String, V, S> {
    fn value(&self) -> Option<TokenValue<'_>> {
        // Sorted, because the same token must always look the same to the loop guard.
        let sorted: BTreeMap<&String, &V> = self.iter().collect();
        if sorted.is_empty() {
            None
        } else {
            json(&sorted)
        }
    }
}

impl PageToken for serde_json::Map<String, serde_json::Value> {
    fn value(&self) -> Option<TokenValue<'_>> {
        if self.is_empty() { None } else { json(self) }
    }
}
