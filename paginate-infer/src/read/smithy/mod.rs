//! Smithy models, as JSON AST.

mod shapes;
mod trait_paginated;

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::declaration::{Path, RequestLocation, ResponseLocation};
use crate::model::{Header, Kind, Member, Operation, Parameter, Place, Shape};
use crate::read::budget::Budget;
use crate::read::error::ReadError;
use crate::read::{flatten, json};
use shapes::{Shapes, doc, has_trait, trait_text};

/// The members of a resource or service that name operations.
const LIFECYCLE: [&str; 6] = ["create", "put", "read", "update", "delete", "list"];

/// The operations of a Smithy model, with `@paginated` as an annotation.
///
/// Operations are those of its services and their resources; of a model without a service, all.
/// `@paginated` on the operation is completed by `@paginated` on the service.
///
/// # Errors
///
/// What is wrong with the document and where: no JSON, no `shapes`, a target that is missing.
///
/// # Examples
///
/// ```
/// let document = r#"{
///     "smithy": "2.0",
///     "shapes": {
///         "x#ListUsers": {"type": "operation", "input": {"target": "x#Input"}},
///         "x#Input": {"type": "structure", "members": {"marker": {"target": "smithy.api#String"}}}
///     }
/// }"#;
/// let operations = paginate_infer::read::smithy(document)?;
/// assert_eq!(operations[0].id, "ListUsers");
/// # Ok::<(), paginate_infer::read::ReadError>(())
/// ```
pub fn smithy(text: &str) -> Result<Vec<Operation>, ReadError> {
    of_document(&json::document(text)?)
}

/// The same, of a document that was read.
pub(crate) fn of_document(document: &Map<String, Value>) -> Result<Vec<Operation>, ReadError> {
    let reader = Reader {
        shapes: Shapes(json::object(document, "shapes", "")?),
    };
    let mut operations = Vec::new();
    let mut done = HashSet::new();
    let mut has_service = false;
    for (id, shape) in reader.shapes.0 {
        let shape = json::as_object(shape, &json::child("/shapes", id))?;
        if json::text(shape, "type") == Some("service") {
            has_service = true;
            reader.owner(id, shape, shape, &mut done, &mut operations)?;
        }
    }
    if !has_service {
        let none = Map::new();
        for (id, shape) in reader.shapes.0 {
            let shape = json::as_object(shape, &json::child("/shapes", id))?;
            if json::text(shape, "type") == Some("operation") {
                operations.push(reader.operation(id, shape, &none)?);
            }
        }
    }
    Ok(operations)
}

struct Reader<'a> {
    shapes: Shapes<'a>,
}

/// Where the members of an input and an output are on the wire.
#[derive(Debug, Default)]
struct Names {
    request: Vec<(String, RequestLocation)>,
    response: Vec<(String, ResponseLocation)>,
}

impl<'a> Reader<'a> {
    /// The operations of a service or a resource, and of the resources inside.
    fn owner(
        &self,
        id: &'a str,
        owner: &'a Map<String, Value>,
        service: &'a Map<String, Value>,
        done: &mut HashSet<&'a str>,
        operations: &mut Vec<Operation>,
    ) -> Result<(), ReadError> {
        // A resource can be bound in two places, or, in a broken model, inside of itself.
        if !done.insert(id) {
            return Ok(());
        }
        let pointer = json::child("/shapes", id);
        let listed = ["operations", "collectionOperations"].into_iter();
        let listed = listed.flat_map(|key| targets(owner.get(key)));
        let single = LIFECYCLE
            .into_iter()
            .filter_map(|key| target(owner.get(key)?));
        for id in listed.chain(single) {
            let shape = self.shapes.get(id, &pointer)?;
            if done.insert(id) {
                operations.push(self.operation(id, shape, service)?);
            }
        }
        for id in targets(owner.get("resources")) {
            let resource = self.shapes.get(id, &pointer)?;
            self.owner(id, resource, service, done, operations)?;
        }
        Ok(())
    }

    fn operation(
        &self,
        id: &'a str,
        shape: &'a Map<String, Value>,
        service: &'a Map<String, Value>,
    ) -> Result<Operation, ReadError> {
        let pointer = json::child("/shapes", id);
        let mut operation = Operation {
            id: id.rsplit('#').next().unwrap_or(id).to_owned(),
            method: "POST".to_owned(),
            path: "/".to_owned(),
            description: doc(shape).map(str::to_owned),
            ..Operation::default()
        };
        if let Some(http) = shapes::trait_object(shape, "smithy.api#http") {
            operation.method = json::text(http, "method").unwrap_or("POST").to_owned();
            operation.path = json::text(http, "uri").unwrap_or("/").to_owned();
        }
        let mut names = Names::default();
        let some = |key| {
            shape
                .get(key)
                .and_then(target)
                .filter(|id| *id != shapes::UNIT)
        };
        if let Some(id) = some("input") {
            self.request(id, &pointer, &mut operation, &mut names)?;
        }
        if let Some(id) = some("output") {
            self.response(id, &pointer, &mut operation, &mut names)?;
        }
        let annotation = trait_paginated::annotation(shape, service, &names);
        operation.annotations.extend(annotation);
        Ok(operation)
    }

    fn request(
        &self,
        id: &'a str,
        pointer: &str,
        operation: &mut Operation,
        names: &mut Names,
    ) -> Result<(), ReadError> {
        let mut body = Shape::default();
        let mut budget = Budget::new();
        for (key, reference, pointer) in self.shapes.members(id, pointer)? {
            let shape = self.shapes.shape(reference, &pointer, &mut budget)?;
            let member = shapes::member(key, reference, shape);
            let (place, name) = place(key, &member, reference);
            let name = name.to_owned();
            let location = RequestLocation { place, name };
            names.request.push((key.to_owned(), location.clone()));
            if place != Place::Body {
                let name = location.name;
                let member = Member { name, ..member };
                operation
                    .parameters
                    .push(Parameter::of_member(place, member));
            } else if has_trait(reference, "smithy.api#httpPayload") {
                body.members.extend(member.shape.members);
            } else if !is_unnamed(reference) {
                body.members.push(member);
            }
        }
        flatten::body(&body, Place::Body, &mut operation.parameters);
        Ok(())
    }

    fn response(
        &self,
        id: &'a str,
        pointer: &str,
        operation: &mut Operation,
        names: &mut Names,
    ) -> Result<(), ReadError> {
        let mut body = Shape {
            kind: Kind::Object,
            type_name: Some(id.rsplit('#').next().unwrap_or(id).to_owned()),
            ..Shape::default()
        };
        let mut budget = Budget::new();
        let mut payload = None;
        for (key, reference, pointer) in self.shapes.members(id, pointer)? {
            if let Some(name) = trait_text(reference, "smithy.api#httpHeader") {
                let location = ResponseLocation::Header(name.to_owned());
                names.response.push((key.to_owned(), location));
                operation.headers.push(Header {
                    name: name.to_owned(),
                    description: doc(reference).map(str::to_owned),
                });
                continue;
            }
            let shape = self.shapes.shape(reference, &pointer, &mut budget)?;
            if has_trait(reference, "smithy.api#httpPayload") {
                payload = Some(shape);
            } else if !is_unnamed(reference) {
                let member = shapes::member(key, reference, shape);
                let path = Path(vec![member.name.clone()]);
                names
                    .response
                    .push((key.to_owned(), ResponseLocation::Member(path)));
                body.members.push(member);
            }
        }
        let body = payload.unwrap_or(body);
        let structured = matches!(body.kind, Kind::Object | Kind::List | Kind::Map);
        operation.response = structured.then_some(body);
        Ok(())
    }
}

/// It is written neither in a body nor under one name.
fn is_unnamed(reference: &Map<String, Value>) -> bool {
    ["httpQueryParams", "httpPrefixHeaders", "httpResponseCode"]
        .iter()
        .any(|name| has_trait(reference, &format!("smithy.api#{name}")))
}

/// Where a member is written, and under which name.
fn place<'a>(
    key: &'a str,
    member: &'a Member,
    reference: &'a Map<String, Value>,
) -> (Place, &'a str) {
    if let Some(name) = trait_text(reference, "smithy.api#httpQuery") {
        (Place::Query, name)
    } else if let Some(name) = trait_text(reference, "smithy.api#httpHeader") {
        (Place::Header, name)
    } else if has_trait(reference, "smithy.api#httpLabel") {
        (Place::Path, key)
    } else {
        (Place::Body, &member.name)
    }
}

fn target(reference: &Value) -> Option<&str> {
    reference.get("target")?.as_str()
}

fn targets(list: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = list.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(target)
}
