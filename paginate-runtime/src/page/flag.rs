//! [`Flag`]: the field types that can answer "is there more?" and "did it work?".

use std::borrow::Cow;

/// A field type that says yes, no, or nothing.
///
/// Implemented for `bool`, text (`true`, `false`, `1`, `0`, in any case), the integers 0 and 1,
/// `Option` and [`serde_json::Value`]. Null, and every other value that means neither yes nor no,
/// says nothing.
///
/// ```
/// use paginate_runtime::page::Flag;
/// assert_eq!(true.flag(), Some(true));
/// assert_eq!("False".flag(), Some(false));
/// assert_eq!(None::<bool>.flag(), None);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a flag",
    label = "this is read as true or false",
    note = "a flag is a `bool`, a text (`true`, `false`, `1`, `0`), an integer or an `Option` of one of these",
    note = "for anything else, give a function: `fn(&Self, &HeaderMap) -> bool`"
)]
pub trait Flag {
    /// Returns the yes or no, or `None` if the field says nothing.
    fn flag(&self) -> Option<bool>;

    /// Returns whether the field has a value that means neither yes nor no, such as `"success"` or
    /// 200. In a field that reports whether the call worked, such a value is an error.
    fn is_unclear(&self) -> bool {
        false
    }
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

    fn is_unclear(&self) -> bool {
        !self.trim().is_empty() && self.flag().is_none()
    }
}

impl Flag for String {
    fn flag(&self) -> Option<bool> {
        self.as_str().flag()
    }

    fn is_unclear(&self) -> bool {
        self.as_str().is_unclear()
    }
}

impl Flag for Cow<'_, str> {
    fn flag(&self) -> Option<bool> {
        self.as_ref().flag()
    }

    fn is_unclear(&self) -> bool {
        self.as_ref().is_unclear()
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

            fn is_unclear(&self) -> bool {
                self.flag().is_none()
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

    fn is_unclear(&self) -> bool {
        match self {
            Self::Null => false,
            Self::String(text) => text.is_unclear(),
            _ => self.flag().is_none(),
        }
    }
}

impl<T: Flag> Flag for Option<T> {
    fn flag(&self) -> Option<bool> {
        self.as_ref()?.flag()
    }

    fn is_unclear(&self) -> bool {
        self.as_ref().is_some_and(T::is_unclear)
    }
}

macro_rules! pointer_flag {
    ($($ty:ty),*) => {$(
        impl<T: Flag + ?Sized> Flag for $ty {
            fn flag(&self) -> Option<bool> {
                (**self).flag()
            }

            fn is_unclear(&self) -> bool {
                (**self).is_unclear()
            }
        }
    )*};
}
pointer_flag!(&T, Box<T>);
