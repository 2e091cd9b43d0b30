//! botocore's `service-2.json`.
//!
//! Names are those on the wire. The wrappers that XML protocols put around a result and around
//! the elements of a list are left off, as the SDKs do.

use serde_json::{Map, Value};

use crate::model::{Header, Kind, Member, Operation, Parameter, Place, Shape};
use crate::read::budget::{Budget, Entry};
use crate::read::error::ReadError;
use crate::read::{flatten, json};

/// The operations of a `service-2.json`.
///
/// Its `paginators-1.json`, if there is one, is not needed and not read.
///
/// # Errors
///
/// What is wrong with the document and where: no JSON, a member of another type, a shape that is
/// named and missing.
///
/// # Examples
///
/// ```
/// let document = r#"{
///     "metadata": {"protocol": "json"},
///     "operations": {"ListUsers": {
///         "name": "ListUsers", "http": {"method": "POST", "requestUri": "/"},
///         "input": {"shape": "Request"}
///     }},
///     "shapes": {
///         "Request": {"type": "structure", "members": {"Marker": {"shape": "Marker"}}},
///         "Marker": {"type": "string"}
///     }
/// }"#;
/// let operations = paginate_infer::read::botocore(document)?;
/// assert_eq!(operations[0].parameters[0].name, "Marker");
/// # Ok::<(), paginate_infer::read::ReadError>(())
/// ```
pub fn botocore(text: &str) -> Result<Vec<Operation>, ReadError> {
    of_document(&json::document(text)?)
}

/// The same, of a document that was read.
pub(crate) fn of_document(document: &Map<String, Value>) -> Result<Vec<Operation>, ReadError> {
    let reader = Reader {
        shapes: json::object(document, "shapes", "")?,
        protocol: protocol(document)?,
    };
    let mut operations = Vec::new();
    for (id, operation) in json::object(document, "operations", "")? {
        let pointer = json::child("/operations", id);
        let members = json::as_object(operation, &pointer)?;
        operations.push(reader.operation(id, members, &pointer)?);
    }
    Ok(operations)
}

/// How an operation is written on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Protocol {
    /// One JSON body for everything.
    Json,
    /// Path, query, headers and a body.
    Rest,
    /// A form.
    Query,
    /// A form, with names of its own.
    Ec2,
}

fn protocol(document: &Map<String, Value>) -> Result<Protocol, ReadError> {
    let metadata = json::object(document, "metadata", "")?;
    match json::text(metadata, "protocol") {
        Some("json" | "smithy-rpc-v2-cbor") => Ok(Protocol::Json),
        Some("rest-json" | "rest-xml") => Ok(Protocol::Rest),
        Some("query") => Ok(Protocol::Query),
        Some("ec2") => Ok(Protocol::Ec2),
        Some(other) => Err(ReadError::new(
            "/metadata/protocol",
            format!("the protocol `{other}` is unknown"),
        )),
        None => Err(ReadError::new("/metadata", "`protocol` is missing")),
    }
}

struct Reader<'a> {
    shapes: &'a Map<String, Value>,
    protocol: Protocol,
}

impl<'a> Reader<'a> {
    fn operation(
        &self,
        id: &str,
        members: &'a Map<String, Value>,
        pointer: &str,
    ) -> Result<Operation, ReadError> {
        let mut operation = Operation {
            id: id.to_owned(),
            description: json::text(members, "documentation").map(str::to_owned),
            ..Operation::default()
        };
        if let Some(http) = json::optional_object(members, "http", pointer)? {
            operation.method = json::text(http, "method").unwrap_or("POST").to_owned();
            operation.path = json::text(http, "requestUri").unwrap_or("/").to_owned();
        }
        if let Some(input) = json::optional_object(members, "input", pointer)? {
            let pointer = json::child(pointer, "input");
            self.request(self.target(input, &pointer)?, &mut operation)?;
        }
        if let Some(output) = json::optional_object(members, "output", pointer)? {
            let pointer = json::child(pointer, "output");
            self.response(self.target(output, &pointer)?, &mut operation)?;
        }
        Ok(operation)
    }

    /// The name and definition of the shape that a reference names.
    fn target(
        &self,
        reference: &'a Map<String, Value>,
        pointer: &str,
    ) -> Result<(&'a str, &'a Map<String, Value>), ReadError> {
        let name = json::text(reference, "shape")
            .ok_or_else(|| ReadError::new(pointer, "`shape` is missing"))?;
        match self.shapes.get(name) {
            Some(shape) => Ok((name, json::as_object(shape, &json::child("/shapes", name))?)),
            None => Err(ReadError::new(
                json::child(pointer, "shape"),
                format!("the shape `{name}` is not in `shapes`"),
            )),
        }
    }

    fn request(
        &self,
        (name, shape): (&'a str, &'a Map<String, Value>),
        operation: &mut Operation,
    ) -> Result<(), ReadError> {
        let pointer = json::child("/shapes", name);
        let payload = json::text(shape, "payload");
        let required = json::texts(shape, "required");
        let mut body = Shape::default();
        let mut budget = Budget::new();
        for (key, reference, pointer) in json::entries(shape, "members", &pointer)? {
            let shape = self.shape(reference, &pointer, &mut budget)?;
            let member = Member {
                name: self.request_name(key, reference),
                required: required.contains(&key),
                description: self.description(reference),
                shape,
            };
            let place = match json::text(reference, "location") {
                Some("querystring") => Some(Place::Query),
                Some("uri") => Some(Place::Path),
                other => other.map(|_| Place::Header),
            };
            match place.filter(|_| self.protocol == Protocol::Rest) {
                Some(place) => {
                    let parameter = Parameter::of_member(place, member);
                    operation.parameters.push(parameter);
                }
                _ if payload == Some(key) => body.members.extend(member.shape.members),
                _ => body.members.push(member),
            }
        }
        let place = match self.protocol {
            Protocol::Query | Protocol::Ec2 => Place::Form,
            Protocol::Json | Protocol::Rest => Place::Body,
        };
        flatten::body(&body, place, &mut operation.parameters);
        Ok(())
    }

    fn request_name(&self, key: &str, reference: &Map<String, Value>) -> String {
        let located = json::text(reference, "locationName");
        if self.protocol == Protocol::Ec2 {
            let query = json::text(reference, "queryName").map(str::to_owned);
            return query
                .or_else(|| located.map(capitalised))
                .unwrap_or_else(|| key.to_owned());
        }
        located.unwrap_or(key).to_owned()
    }

    fn response(
        &self,
        (name, shape): (&'a str, &'a Map<String, Value>),
        operation: &mut Operation,
    ) -> Result<(), ReadError> {
        let pointer = json::child("/shapes", name);
        let payload = json::text(shape, "payload");
        let mut budget = Budget::new();
        budget.enter(name);
        let mut body = Shape {
            kind: Kind::Object,
            type_name: Some(name.to_owned()),
            ..Shape::default()
        };
        let required = json::texts(shape, "required");
        for (key, reference, pointer) in json::entries(shape, "members", &pointer)? {
            let name = json::text(reference, "locationName").unwrap_or(key);
            let description = self.description(reference);
            match (self.protocol, json::text(reference, "location")) {
                (Protocol::Rest, Some("statusCode")) => {}
                (Protocol::Rest, Some(_)) => operation.headers.push(Header {
                    name: name.to_owned(),
                    description,
                }),
                _ => {
                    let shape = self.shape(reference, &pointer, &mut budget)?;
                    if payload == Some(key) {
                        let structured = matches!(shape.kind, Kind::Object | Kind::List);
                        operation.response = structured.then_some(shape);
                    } else {
                        body.members.push(Member {
                            name: name.to_owned(),
                            required: required.contains(&key),
                            description,
                            shape,
                        });
                    }
                }
            }
        }
        if payload.is_none() {
            operation.response = Some(body);
        }
        Ok(())
    }

    fn shape(
        &self,
        reference: &'a Map<String, Value>,
        pointer: &str,
        budget: &mut Budget<'a>,
    ) -> Result<Shape, ReadError> {
        let (name, definition) = self.target(reference, pointer)?;
        let mut shape = Shape {
            type_name: Some(name.to_owned()),
            ..Shape::default()
        };
        match budget.enter(name) {
            Entry::Recursive => shape.kind = Kind::Recursive,
            Entry::Beyond => {}
            Entry::Entered => {
                self.unfold(name, definition, &mut shape, budget)?;
                budget.leave();
            }
        }
        Ok(shape)
    }

    /// What the document says about a member, or else about its shape.
    fn description(&self, reference: &Map<String, Value>) -> Option<String> {
        json::description(reference, "documentation").or_else(|| {
            let shape = self.shapes.get(json::text(reference, "shape")?)?;
            json::description(shape.as_object()?, "documentation")
        })
    }

    fn unfold(
        &self,
        name: &str,
        definition: &'a Map<String, Value>,
        shape: &mut Shape,
        budget: &mut Budget<'a>,
    ) -> Result<(), ReadError> {
        let pointer = json::child("/shapes", name);
        match json::text(definition, "type") {
            Some("structure") if json::flag(definition, "document") => {}
            Some("structure") => {
                shape.kind = Kind::Object;
                self.members(definition, &pointer, shape, budget)?;
            }
            Some(kind @ ("list" | "map")) => {
                let (kind, key) = match kind {
                    "list" => (Kind::List, "member"),
                    _ => (Kind::Map, "value"),
                };
                shape.kind = kind;
                let element = json::object(definition, key, &pointer)?;
                let element = self.shape(element, &json::child(&pointer, key), budget)?;
                shape.element = Some(Box::new(element));
            }
            Some("integer" | "long" | "short" | "byte") => {
                shape.kind = Kind::Integer;
                shape.min = json::number(definition, "min");
                shape.max = json::number(definition, "max");
            }
            Some("float" | "double") => shape.kind = Kind::Number,
            Some("boolean") => shape.kind = Kind::Boolean,
            Some("timestamp") => {
                shape.kind = Kind::String;
                shape.format = Some("date-time".to_owned());
            }
            Some("blob") => {
                shape.kind = Kind::String;
                shape.format = Some("byte".to_owned());
            }
            Some(_) => shape.kind = Kind::String,
            None => return Err(ReadError::new(pointer, "`type` is missing")),
        }
        Ok(())
    }

    fn members(
        &self,
        definition: &'a Map<String, Value>,
        pointer: &str,
        shape: &mut Shape,
        budget: &mut Budget<'a>,
    ) -> Result<(), ReadError> {
        let required = json::texts(definition, "required");
        for (key, reference, pointer) in json::entries(definition, "members", pointer)? {
            shape.members.push(Member {
                name: json::text(reference, "locationName")
                    .unwrap_or(key)
                    .to_owned(),
                shape: self.shape(reference, &pointer, budget)?,
                required: required.contains(&key),
                description: self.description(reference),
            });
        }
        Ok(())
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
