//! The type of a value, as far as a document or samples tell it.

use serde::{Deserialize, Serialize};

/// The type of a value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// What kind of value it is.
    pub kind: Kind,
    /// The name that the document gives this type.
    pub type_name: Option<String>,
    /// The members of an object, in the order of the document.
    pub members: Vec<Member>,
    /// The type of the elements of a list, or of the values of a map.
    pub element: Option<Box<Shape>>,
    /// The format that the document names: `uri`, `date-time`, `int64`.
    pub format: Option<String>,
    /// Null is a value too.
    pub nullable: bool,
    /// The number that is taken if the value is absent.
    pub default: Option<u64>,
    /// The smallest number that it can be.
    pub min: Option<u64>,
    /// The largest number that it can be.
    pub max: Option<u64>,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The name on the wire.
    pub name: String,
    /// Its type.
    pub shape: Shape,
    /// It is in every response.
    pub required: bool,
    /// What the document says about it.
    pub description: Option<String>,
}

/// The kind of a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Nothing is known of it, or it can be anything.
    #[default]
    Any,
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Members with names that the document lists.
    Object,
    /// Elements in order.
    List,
    /// Members with any names.
    Map,
    /// A type that contains itself: its members are not repeated here.
    Recursive,
}
