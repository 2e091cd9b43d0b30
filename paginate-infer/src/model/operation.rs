//! An operation and its parameters.

use serde::{Deserialize, Serialize};

use crate::model::annotation::Annotation;
use crate::model::sample::Sample;
use crate::model::shape::{Member, Shape};

/// One operation of an API: a method, a path, what is sent and what comes back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Operation {
    /// The name of the operation in its document, such as `ListUsers`; for samples, the path.
    pub id: String,
    /// The method in capitals: `GET`.
    pub method: String,
    /// The path, with names in braces where it has parameters: `/users/{user}/repos`.
    pub path: String,
    /// What stands before the path in the URL: `https://api.example.com/v2`, or only `/v2` if the
    /// document does not name the host.
    pub server: Option<String>,
    /// What the document says the operation does.
    pub description: Option<String>,
    /// Everything that a request can contain, the members of a JSON body included.
    pub parameters: Vec<Parameter>,
    /// The body of a successful response. `None` if the document has none or it is no JSON.
    pub response: Option<Shape>,
    /// Headers of a successful response.
    pub headers: Vec<Header>,
    /// What the document says about pagination in so many words, by an extension made for it.
    pub annotations: Vec<Annotation>,
    /// Requests that were sent, with their responses, in order.
    pub samples: Vec<Sample>,
}

/// Something that a request can contain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// The name on the wire. In a body, the path to it with dots: `variables.after`.
    pub name: String,
    /// Where it is written.
    pub place: Place,
    /// Its type.
    pub shape: Shape,
    /// A request without it is refused.
    pub required: bool,
    /// What the document says about it.
    pub description: Option<String>,
    /// The number that the API takes if it is absent.
    pub default: Option<u64>,
    /// The smallest number that it can be.
    pub min: Option<u64>,
    /// The largest number that it can be.
    pub max: Option<u64>,
}

impl Parameter {
    /// A parameter that is optional and not described, with the numbers of its type.
    pub(crate) fn of(name: impl Into<String>, place: Place, shape: Shape) -> Self {
        Self {
            name: name.into(),
            place,
            default: shape.default,
            min: shape.min,
            max: shape.max,
            shape,
            required: false,
            description: None,
        }
    }

    /// A member of a request that is written at a place of its own.
    pub(crate) fn of_member(place: Place, member: Member) -> Self {
        Self {
            required: member.required,
            description: member.description,
            ..Self::of(member.name, place, member.shape)
        }
    }
}

/// Where a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In the query of the URL.
    Query,
    /// In a header.
    Header,
    /// In the path.
    Path,
    /// In a JSON body.
    Body,
    /// In the fields of a form.
    Form,
}

/// A header of a response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Its name, as the document writes it.
    pub name: String,
    /// What the document says about it.
    pub description: Option<String>,
}
