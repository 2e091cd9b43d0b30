//! [`ErrorSignal`]: the field types that can report an error in a response with status 200.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// An error that an API reports inside a successful response.
///
/// A value that is not empty is an error. Implemented for text, lists, maps, [`serde_json::Value`],
/// `bool`, and `Option` of anything. Implement it for a type of your own to give the message that
/// [`Error`](crate::Error) shows.
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
    note = "if the field is missing or null on success, make it an `Option<{Self}>`",
    note = "if `{Self}` is a type of your crate, you can implement `ErrorSignal` for it (one method)"
)]
pub trait ErrorSignal {
    /// Returns the API's message if this is an error (empty if it has no readable message), or
    /// `None` if there is no error.
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

/// A wrapper that lets the derive accept `Option<AnyType>` as an error report. If the type is an
/// [`ErrorSignal`], the inherent method is called; for every other `Option`, the trait method.
pub struct Presence<'a, T: ?Sized>(pub &'a T);

impl<'a, T: ErrorSignal + ?Sized> Presence<'a, T> {
    /// Returns the message, if the value is an error.
    pub fn failure(&self) -> Option<Cow<'a, str>> {
        self.0.failure()
    }
}

/// The fallback of [`Presence`] for types that are not an [`ErrorSignal`].
pub trait PresenceFallback<'a> {
    /// Returns an empty message, if there is a value.
    fn failure(&self) -> Option<Cow<'a, str>>;
}

impl<'a, T> PresenceFallback<'a> for Presence<'a, Option<T>> {
    fn failure(&self) -> Option<Cow<'a, str>> {
        self.0.is_some().then_some(Cow::Borrowed(""))
    }
}
