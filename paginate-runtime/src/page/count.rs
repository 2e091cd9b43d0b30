//! [`Count`]: the field types that can hold a total or a number of pages.

use std::borrow::Cow;

/// A number of pages or of items that an API promises.
///
/// Implemented for integers, floats (some encoders have no others), decimal text, `Option` and
/// [`serde_json::Value`]. Null, negative values, fractions and **zero** mean "unknown": APIs send 0
/// if they did not count.
///
/// ```
/// use paginate_runtime::page::Count;
/// assert_eq!("42".count(), Some(42));
/// assert_eq!((-1i64).count(), None);
/// assert_eq!(0u32.count(), None);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a count",
    label = "this is read as a number of pages or items",
    note = "a count is an integer, a text of decimal digits or an `Option` of one of these",
    note = "for anything else, give a function: `fn(&Self, &HeaderMap) -> Option<u64>`"
)]
pub trait Count {
    /// Returns the number, or `None` if it is unknown.
    fn count(&self) -> Option<u64>;
}

/// Returns the total of a `Content-Range`, such as 1037 for `items 0-24/1037` (RFC 9110, section
/// 14.4). The byte range of a partial response is not a number of items.
pub(crate) fn total_of_range(range: &str) -> Option<&str> {
    let (unit, total) = range.rsplit_once('/')?;
    (!unit.trim_start().starts_with("bytes")).then(|| total.trim())
}

macro_rules! integer_count {
    ($($ty:ty),*) => {$(
        impl Count for $ty {
            fn count(&self) -> Option<u64> {
                u64::try_from(*self).ok().filter(|&count| count > 0)
            }
        }
    )*};
}
integer_count!(
    u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize
);

impl Count for f64 {
    fn count(&self) -> Option<u64> {
        // Above 2^53, a float cannot represent every integer.
        (self.fract() == 0.0 && *self >= 1.0 && *self <= 9_007_199_254_740_992.0)
            .then_some(*self as u64)
    }
}

impl Count for f32 {
    fn count(&self) -> Option<u64> {
        f64::from(*self).count()
    }
}

impl Count for str {
    fn count(&self) -> Option<u64> {
        let digits = self.trim();
        // `parse` alone would accept a leading plus sign.
        if digits.bytes().all(|byte| byte.is_ascii_digit()) {
            digits.parse::<u64>().ok()?.count()
        } else {
            None
        }
    }
}

impl Count for String {
    fn count(&self) -> Option<u64> {
        self.as_str().count()
    }
}

impl Count for Cow<'_, str> {
    fn count(&self) -> Option<u64> {
        self.as_ref().count()
    }
}

impl Count for serde_json::Value {
    fn count(&self) -> Option<u64> {
        match self {
            Self::Number(number) => number
                .as_u64()
                .map_or_else(|| number.as_f64()?.count(), |count| count.count()),
            Self::String(text) => text.count(),
            _ => None,
        }
    }
}

impl<T: Count> Count for Option<T> {
    fn count(&self) -> Option<u64> {
        self.as_ref()?.count()
    }
}

macro_rules! pointer_count {
    ($($ty:ty),*) => {$(
        impl<T: Count + ?Sized> Count for $ty {
            fn count(&self) -> Option<u64> {
                (**self).count()
            }
        }
    )*};
}
pointer_count!(&T, Box<T>);
