//! Which field types can answer "is there more?" and "did it work?".

use std::borrow::Cow;

/// A yes, a no, or nothing said.
///
/// Implemented for `bool`, text (`true`, `false`, `1`, `0`, in any case), the integers 0 and 1, `Option` and [`serde_json::Value`].
/// Null and anything else that is neither yes nor no is "nothing said".
///
/// ```
/// use paginate_runtime::Flag;
/// assert_eq!(true.flag(), Some(true));
/// assert_eq!("False".flag(), Some(false));
/// assert_eq!(None::<bool>.flag(), None);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a flag",
    label = "this is read as a yes or a no",
    note = "a flag is a `bool`, a text (`true`, `false`, `1`, `0`), an integer or an `Option` of one of these",
    note = "for anything else, give a function: `fn(&Self, &HeaderMap) -> bool`"
)]
pub trait Flag {
    /// What was said, if anything was.
    fn flag(&self) -> Option<bool>;
}

impl Flag for bool {
    fn flag(&self) -> Option<bool> {
        Some(*self)
    }
}

impl Flag for str {
    fn flag(&self) -> Option<bool> {
        let text = self.trim();
        if text.eq_ignore_ascii_case("true") || text == "1" {
            Some(true)
        } else if text.eq_ignore_ascii_case("false") || text == "0" {
            Some(false)
        } else {
            None
        }
    }
}

impl Flag for String {
    fn flag(&self) -> Option<bool> {
        self.as_str().flag()
    }
}

impl Flag for Cow<'_, str> {
    fn flag(&self) -> Option<bool> {
        self.as_ref().flag()
    }
}

macro_rules! integer_flag {
    ($($ty:ty),*) => {$(
        impl Flag for $ty {
            fn flag(&self) -> Option<bool> {
                match *self {
                    0 => Some(false),
                    1 => Some(true),
                    _ => None,
                }
            }
        }
    )*};
}
integer_flag!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);

impl Flag for serde_json::Value {
    fn flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            Self::String(text) => text.flag(),
            Self::Number(number) => number.as_u64()?.flag(),
            _ => None,
        }
    }
}

impl<T: Flag> Flag for Option<T> {
    fn flag(&self) -> Option<bool> {
        self.as_ref()?.flag()
    }
}

macro_rules! pointer_flag {
    ($($ty:ty),*) => {$(
        impl<T: Flag + ?Sized> Flag for $ty {
            fn flag(&self) -> Option<bool> {
                (**self).flag()
            }
        }
    )*};
}
pointer_flag!(&T, Box<T>);
