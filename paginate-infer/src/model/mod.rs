//! One operation of an API, whatever described it.

pub mod annotation;
pub mod operation;
pub mod sample;
pub mod shape;

pub use annotation::{Annotation, Source};
pub use operation::{Header, Operation, Parameter, Place};
pub use sample::Sample;
pub use shape::{Kind, Member, Shape};
