//! Which field types can say that a 200 was a failure.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// An error that an API reports inside a successful response.
///
/// Non-empty is an error: text, lists, maps, [`serde_json::Value`], `bool`, and `Option` of
/// anything. Implement it for a type of your own to give the message that [`Error`](crate::Error)
/// shows.
///
/// ```
/// use paginate_runtime::page::ErrorSignal;
/// assert_eq!("invalid_auth".failure().as_deref(), Some("invalid_auth"));
/// assert_eq!("".failure(), None);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot say that a page is an error",
    label = "this is read as the API's error report",
    note = "if the field is a code, and one of its values means success, write `ok = Self::is_ok` instead of `error`, with `fn is_ok(&self, headers: &HeaderMap) -> bool`",
    note = "an error report is an `Option` of anything, a string, a list, a map or `serde_json::Value`; empty means no error",
    note = "if the field is missing or null while all is well, make it an `Option<{Self}>`",
    note = "if `{Self}` is a type of your crate, you can implement `ErrorSignal` for it (one method)"
)]
pub trait ErrorSignal {
    /// The API's message where this is an error (empty if it says nothing readable), or `None`
    /// where all is well.
    fn failure(&self) -> Option<Cow<'_, str>>;
}

impl ErrorSignal for str {
    fn failure(&self) -> Option<Cow<'_, str>> {
        (!self.trim().is_empty()).then_some(Cow::Borrowed(self))
    }
}

impl ErrorSignal for String {
    fn failure(&self) -> Option<Cow<'_, str>> {
        self.as_str().failure()
    }
}

impl ErrorSignal for Cow<'_, str> {
    fn failure(&self) -> Option<Cow<'_, str>> {
        self.as_ref().failure()
    }
}

impl ErrorSignal for bool {
    fn failure(&self) -> Option<Cow<'_, str>> {
        self.then_some(Cow::Borrowed(""))
    }
}

impl ErrorSignal for serde_json::Value {
    fn failure(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Null => None,
            Self::Bool(flag) => flag.failure(),
            Self::String(text) => text.failure(),
            Self::Array(list) if list.is_empty() => None,
            Self::Object(map) if map.is_empty() => None,
            other => Some(Cow::Owned(other.to_string())),
        }
    }
}

impl<T> ErrorSignal for [T] {
    fn failure(&self) -> Option<Cow<'_, str>> {
        (!self.is_empty()).then_some(Cow::Borrowed(""))
    }
}

impl<T> ErrorSignal for Vec<T> {
    fn failure(&self) -> Option<Cow<'_, str>> {
        self.as_slice().failure()
    }
}

impl<K, V> ErrorSignal for BTreeMap<K, V> {
    fn failure(&self) -> Option<Cow<'_, str>> {
        (!self.is_empty()).then_some(Cow::Borrowed(""))
    }
}

impl<K, V, S> ErrorSignal for HashMap<K, V, S> {
    fn failure(&self) -> Option<Cow<'_, str>> {
        (!self.is_empty()).then_some(Cow::Borrowed(""))
    }
}

impl<T: ErrorSignal> ErrorSignal for Option<T> {
    fn failure(&self) -> Option<Cow<'_, str>> {
        self.as_ref()?.failure()
    }
}

macro_rules! pointer_signal {
    ($($ty:ty),*) => {$(
        impl<T: ErrorSignal + ?Sized> ErrorSignal for $ty {
            fn failure(&self) -> Option<Cow<'_, str>> {
                (**self).failure()
            }
        }
    )*};
}
pointer_signal!(&T, Box<T>);

/// Lets the derive take `Option<AnyType>` as an error report: the inherent method wins where the
/// type is an [`ErrorSignal`], the trait method serves every other `Option`.
pub struct Presence<'a, T: ?Sized>(pub &'a T);

impl<'a, T: ErrorSignal + ?Sized> Presence<'a, T> {
    /// The message, where the value is an error.
    pub fn failure(&self) -> Option<Cow<'a, str>> {
        self.0.failure()
    }
}

/// The other half of [`Presence`].
pub trait PresenceFallback<'a> {
    /// An empty message, where there is a value.
    fn failure(&self) -> Option<Cow<'a, str>>;
}

impl<'a, T> PresenceFallback<'a> for Presence<'a, Option<T>> {
    fn failure(&self) -> Option<Cow<'a, str>> {
        self.0.is_some().then_some(Cow::Borrowed(""))
    }
}
