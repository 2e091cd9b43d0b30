//! The wrappers with which a path such as `"paging.next.after"` reads through optional fields.
//!
//! `via(&self.paging).get()?` must compile for a plain field and for an optional one, also in
//! generic code, where no trait bound can tell them apart. Rust prefers an inherent method to a
//! trait method of the same name, so the inherent method is for option-like fields and the trait
//! method for all others. There is one wrapper each for reading, writing and moving out.

use std::collections::VecDeque;
use std::marker::PhantomData;

/// A field type that a path reads through by itself: `Option<T>`, `Box<Option<T>>`, or an
/// option-like type of your own.
pub trait OptionLike {
    /// The type of the value inside.
    type Inner;
    /// Returns the value inside, if there is one.
    fn peel(&self) -> Option<&Self::Inner>;
    /// Returns the value inside, to take items out of it.
    fn peel_mut(&mut self) -> Option<&mut Self::Inner>;
    /// Moves the value inside out.
    fn into_inner(self) -> Option<Self::Inner>
    where
        Self: Sized;
}

impl<T> OptionLike for Option<T> {
    type Inner = T;

    fn peel(&self) -> Option<&T> {
        self.as_ref()
    }

    fn peel_mut(&mut self) -> Option<&mut T> {
        self.as_mut()
    }

    fn into_inner(self) -> Option<T> {
        self
    }
}

impl<T: OptionLike> OptionLike for Box<T> {
    type Inner = T::Inner;

    fn peel(&self) -> Option<&T::Inner> {
        (**self).peel()
    }

    fn peel_mut(&mut self) -> Option<&mut T::Inner> {
        (**self).peel_mut()
    }

    fn into_inner(self) -> Option<T::Inner> {
        (*self).into_inner()
    }
}

/// A step of a path to a field: any type that is [like an `Option`](OptionLike). Lists implement it
/// only so that the compile error names what to write (`ThisIsAListWriteBracketsAfterIt`).
pub trait Step {
    /// The type that has the field.
    type Inner;
    /// Returns the value that has the field, if there is one.
    fn step(&self) -> Option<&Self::Inner>;
    /// Returns the same mutably, to take items out of it.
    fn step_mut(&mut self) -> Option<&mut Self::Inner>;
    /// Returns the same by value.
    fn into_step(self) -> Option<Self::Inner>
    where
        Self: Sized;
}

impl<T: OptionLike> Step for T {
    type Inner = T::Inner;

    fn step(&self) -> Option<&T::Inner> {
        self.peel()
    }

    fn step_mut(&mut self) -> Option<&mut T::Inner> {
        self.peel_mut()
    }

    fn into_step(self) -> Option<T::Inner> {
        self.into_inner()
    }
}

/// A list from which a path picks an element: `links[0].href`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list: no element of it can be picked by number",
    label = "`[0]` follows a `{Self}` here",
    note = "elements are picked from a `Vec`, a `VecDeque`, a boxed slice or an array, or an `Option` of one of these"
)]
pub trait Indexed {
    /// The type of the elements.
    type Element;
    /// Returns the element with that number, from 0.
    fn at(&self, index: usize) -> Option<&Self::Element>;
    /// Returns the same mutably, to take items out of it.
    fn at_mut(&mut self, index: usize) -> Option<&mut Self::Element>;
    /// Returns the same by value.
    fn into_at(self, index: usize) -> Option<Self::Element>
    where
        Self: Sized;
}

macro_rules! indexed {
    ($([$($parameter:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T $($parameter)*> Indexed for $list {
            type Element = T;

            fn at(&self, index: usize) -> Option<&T> {
                self.get(index)
            }

            fn at_mut(&mut self, index: usize) -> Option<&mut T> {
                self.get_mut(index)
            }

            fn into_at(self, index: usize) -> Option<T> {
                self.into_iter().nth(index)
            }
        }
    )*};
}
indexed! {
    [] Vec<T>;
    [] VecDeque<T>;
    [] Box<[T]>;
    [, const N: usize] [T; N];
}

/// The type in which rustc finds no field if a path reads through a list as if it were one value:
/// `items = "data.edges.node"` instead of `data.edges[].node`.
pub struct ThisIsAListWriteBracketsAfterIt<T>(PhantomData<T>);

macro_rules! no_steps {
    ($($list:ty),*) => {$(
        impl<T> Step for $list {
            type Inner = ThisIsAListWriteBracketsAfterIt<T>;

            fn step(&self) -> Option<&Self::Inner> {
                None
            }

            fn step_mut(&mut self) -> Option<&mut Self::Inner> {
                None
            }

            fn into_step(self) -> Option<Self::Inner> {
                None
            }
        }
    )*};
}
no_steps!(Vec<T>, VecDeque<T>);

/// A wrapper that reads through a field.
pub struct ReadPath<'a, T>(pub &'a T);

impl<'a, T: OptionLike> ReadPath<'a, T> {
    /// Returns the value inside an optional field.
    pub fn get(self) -> Option<&'a T::Inner> {
        self.0.peel()
    }
}

impl<'a, T: Step> ReadPath<'a, T> {
    /// Returns the value inside a field, on the way to another field.
    pub fn step(self) -> Option<&'a T::Inner> {
        self.0.step()
    }
}

/// The fallback of [`ReadPath`] for fields that are not optional.
pub trait ReadPathFallback<'a, T> {
    /// Returns the field itself.
    fn get(self) -> Option<&'a T>;
    /// Returns the field itself, on the way to another field.
    fn step(self) -> Option<&'a T>;
}

impl<'a, T> ReadPathFallback<'a, T> for ReadPath<'a, T> {
    fn get(self) -> Option<&'a T> {
        Some(self.0)
    }

    fn step(self) -> Option<&'a T> {
        Some(self.0)
    }
}

/// A wrapper that reads through a field mutably, to take items out of it.
pub struct ReadPathMut<'a, T>(pub &'a mut T);

impl<'a, T: OptionLike> ReadPathMut<'a, T> {
    /// Returns the value inside an optional field.
    pub fn get(self) -> Option<&'a mut T::Inner> {
        self.0.peel_mut()
    }
}

impl<'a, T: Step> ReadPathMut<'a, T> {
    /// Returns the value inside a field, on the way to another field.
    pub fn step(self) -> Option<&'a mut T::Inner> {
        self.0.step_mut()
    }
}

/// The fallback of [`ReadPathMut`] for fields that are not optional.
pub trait ReadPathMutFallback<'a, T> {
    /// Returns the field itself.
    fn get(self) -> Option<&'a mut T>;
    /// Returns the field itself, on the way to another field.
    fn step(self) -> Option<&'a mut T>;
}

impl<'a, T> ReadPathMutFallback<'a, T> for ReadPathMut<'a, T> {
    fn get(self) -> Option<&'a mut T> {
        Some(self.0)
    }

    fn step(self) -> Option<&'a mut T> {
        Some(self.0)
    }
}

/// A wrapper that moves a field out, such as the `node` of an edge.
pub struct MovePath<T>(pub T);

impl<T: OptionLike> MovePath<T> {
    /// Returns the value inside an optional field.
    pub fn get(self) -> Option<T::Inner> {
        self.0.into_inner()
    }
}

impl<T: Step> MovePath<T> {
    /// Returns the value inside a field, on the way to another field.
    pub fn step(self) -> Option<T::Inner> {
        self.0.into_step()
    }
}

/// The fallback of [`MovePath`] for fields that are not optional.
pub trait MovePathFallback<T> {
    /// Returns the field itself.
    fn get(self) -> Option<T>;
    /// Returns the field itself, on the way to another field.
    fn step(self) -> Option<T>;
}

impl<T> MovePathFallback<T> for MovePath<T> {
    fn get(self) -> Option<T> {
        Some(self.0)
    }

    fn step(self) -> Option<T> {
        Some(self.0)
    }
}
