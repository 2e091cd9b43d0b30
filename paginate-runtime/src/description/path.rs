//! How a path such as `"paging.next.after"` walks through optional fields.
//!
//! `via(&self.paging).get()?` must compile for a plain field and for an optional one, also in generic code, where no trait
//! bound can tell them apart. An inherent method outranks a trait method of the same name: the inherent one exists for what
//! can be peeled, the trait's for everything. One wrapper each for reading, writing and moving out.

/// A field type that a path walks through by itself: `Option<T>`, `Box<Option<T>>`, or an option-like type of your own.
pub trait Peel {
    /// What is inside.
    type Inner;
    /// The inside, if there is one.
    fn peel(&self) -> Option<&Self::Inner>;
    /// The inside, to take items out of it.
    fn peel_mut(&mut self) -> Option<&mut Self::Inner>;
    /// The inside, by value.
    fn into_inner(self) -> Option<Self::Inner>
    where
        Self: Sized;
}

impl<T> Peel for Option<T> {
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

impl<T: Peel> Peel for Box<T> {
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

/// Reads through a field.
pub struct Via<'a, T>(pub &'a T);

impl<'a, T: Peel> Via<'a, T> {
    /// The inside of an optional field.
    pub fn get(self) -> Option<&'a T::Inner> {
        self.0.peel()
    }
}

/// The other half of [`Via`].
pub trait ViaFallback<'a, T> {
    /// The field itself.
    fn get(self) -> Option<&'a T>;
}

impl<'a, T> ViaFallback<'a, T> for Via<'a, T> {
    fn get(self) -> Option<&'a T> {
        Some(self.0)
    }
}

/// Reaches through a field, to take items out of it.
pub struct ViaMut<'a, T>(pub &'a mut T);

impl<'a, T: Peel> ViaMut<'a, T> {
    /// The inside of an optional field.
    pub fn get(self) -> Option<&'a mut T::Inner> {
        self.0.peel_mut()
    }
}

/// The other half of [`ViaMut`].
pub trait ViaMutFallback<'a, T> {
    /// The field itself.
    fn get(self) -> Option<&'a mut T>;
}

impl<'a, T> ViaMutFallback<'a, T> for ViaMut<'a, T> {
    fn get(self) -> Option<&'a mut T> {
        Some(self.0)
    }
}

/// Moves a field out: the `node` of an edge.
pub struct Own<T>(pub T);

impl<T: Peel> Own<T> {
    /// The inside of an optional field.
    pub fn get(self) -> Option<T::Inner> {
        self.0.into_inner()
    }
}

/// The other half of [`Own`].
pub trait OwnFallback<T> {
    /// The field itself.
    fn get(self) -> Option<T>;
}

impl<T> OwnFallback<T> for Own<T> {
    fn get(self) -> Option<T> {
        Some(self.0)
    }
}
