//! Google's discovery documents.

use serde_json::{Map, Value};

use crate::model::{Kind, Member, Operation, Parameter, Place, Shape};
use crate::read::budget::{Budget, Entry};
use crate::read::error::ReadError;
use crate::read::{flatten, json};

/// The levels of resources inside of resources that are read.
const MAX_RESOURCES: usize = 32;

/// The methods of a Google discovery document, those of nested resources included.
///
/// The parameters that every method has (`alt`, `fields`, `key`) are left off.
///
/// # Errors
///
/// What is wrong with the document and where: no JSON, a member of another type, a schema that is
/// named and missing.
///
/// # Examples
///
/// ```
/// let document = r#"{
///     "resources": {"users": {"methods": {"list": {
///         "id": "users.list", "httpMethod": "GET", "path": "users",
///         "parameters": {"pageToken": {"type": "string", "location": "query"}}
///     }}}}
/// }"#;
/// let operations = paginate_infer::read::discovery(document)?;
/// assert_eq!(operations[0].parameters[0].name, "pageToken");
/// # Ok::<(), paginate_infer::read::ReadError>(())
/// ```
pub fn discovery(text: &str) -> Result<Vec<Operation>, ReadError> {
    of_document(&json::document(text)?)
}

/// The same, of a document that was read.
pub(crate) fn of_document(document: &Map<String, Value>) -> Result<Vec<Operation>, ReadError> {
    let empty = Map::new();
    let reader = Reader {
        schemas: json::optional_object(document, "schemas", "")?.unwrap_or(&empty),
        base: json::text(document, "servicePath").unwrap_or(""),
    };
    if !document.contains_key("resources") && !document.contains_key("methods") {
        return Err(ReadError::new(
            "",
            "neither `resources` nor `methods` is there: this is no discovery document",
        ));
    }
    let mut operations = Vec::new();
    reader.resource(document, "", MAX_RESOURCES, &mut operations)?;
    Ok(operations)
}

struct Reader<'a> {
    schemas: &'a Map<String, Value>,
    base: &'a str,
}

impl<'a> Reader<'a> {
    fn resource(
        &self,
        resource: &'a Map<String, Value>,
        pointer: &str,
        levels: usize,
        operations: &mut Vec<Operation>,
    ) -> Result<(), ReadError> {
        if levels == 0 {
            return Err(ReadError::new(
                pointer,
                format!("resources are nested more than {MAX_RESOURCES} levels deep"),
            ));
        }
        for (name, method, pointer) in json::entries(resource, "methods", pointer)? {
            operations.push(self.method(name, method, &pointer)?);
        }
        for (_, resource, pointer) in json::entries(resource, "resources", pointer)? {
            self.resource(resource, &pointer, levels - 1, operations)?;
        }
        Ok(())
    }

    fn method(
        &self,
        name: &str,
        method: &'a Map<String, Value>,
        pointer: &str,
    ) -> Result<Operation, ReadError> {
        let path = json::text(method, "flatPath").or_else(|| json::text(method, "path"));
        let mut operation = Operation {
            id: json::text(method, "id").unwrap_or(name).to_owned(),
            method: json::text(method, "httpMethod").unwrap_or("GET").to_owned(),
            path: format!(
                "/{}{}",
                self.base.trim_start_matches('/'),
                path.unwrap_or("")
            ),
            description: json::text(method, "description").map(str::to_owned),
            ..Operation::default()
        };
        for (name, schema, pointer) in json::entries(method, "parameters", pointer)? {
            operation
                .parameters
                .push(self.parameter(name, schema, &pointer)?);
        }
        if let Some(request) = json::optional_object(method, "request", pointer)? {
            let body = self.schema(
                request,
                &json::child(pointer, "request"),
                &mut Budget::new(),
            )?;
            flatten::body(&body, Place::Body, &mut operation.parameters);
        }
        if let Some(response) = json::optional_object(method, "response", pointer)? {
            let pointer = json::child(pointer, "response");
            operation.response = Some(self.schema(response, &pointer, &mut Budget::new())?);
        }
        Ok(operation)
    }

    fn parameter(
        &self,
        name: &str,
        schema: &'a Map<String, Value>,
        pointer: &str,
    ) -> Result<Parameter, ReadError> {
        let shape = self.schema(schema, pointer, &mut Budget::new())?;
        let place = match json::text(schema, "location") {
            Some("path") => Place::Path,
            _ => Place::Query,
        };
        Ok(Parameter {
            required: json::flag(schema, "required"),
            description: json::description(schema, "description"),
            ..Parameter::of(name, place, shape)
        })
    }

    fn schema(
        &self,
        schema: &'a Map<String, Value>,
        pointer: &str,
        budget: &mut Budget<'a>,
    ) -> Result<Shape, ReadError> {
        if let Some(name) = json::text(schema, "$ref") {
            return self.referenced(name, pointer, budget);
        }
        // What has no name cannot contain itself: only depth and number count.
        if budget.enter("") == Entry::Beyond {
            return Ok(Shape::default());
        }
        let shape = if json::flag(schema, "repeated") {
            Shape {
                kind: Kind::List,
                element: Some(Box::new(self.unfold(schema, pointer, budget)?)),
                ..Shape::default()
            }
        } else {
            self.unfold(schema, pointer, budget)?
        };
        budget.leave();
        Ok(shape)
    }

    fn referenced(
        &self,
        name: &'a str,
        pointer: &str,
        budget: &mut Budget<'a>,
    ) -> Result<Shape, ReadError> {
        let Some(schema) = self.schemas.get(name) else {
            return Err(ReadError::new(
                json::child(pointer, "$ref"),
                format!("the schema `{name}` is not in `schemas`"),
            ));
        };
        let pointer = json::child("/schemas", name);
        let schema = json::as_object(schema, &pointer)?;
        let mut shape = Shape::default();
        match budget.enter(name) {
            Entry::Recursive => shape.kind = Kind::Recursive,
            Entry::Beyond => {}
            Entry::Entered => {
                shape = match json::text(schema, "$ref") {
                    Some(next) => self.referenced(next, &pointer, budget)?,
                    None => self.unfold(schema, &pointer, budget)?,
                };
                budget.leave();
            }
        }
        shape.type_name = Some(name.to_owned());
        Ok(shape)
    }

    fn unfold(
        &self,
        schema: &'a Map<String, Value>,
        pointer: &str,
        budget: &mut Budget<'a>,
    ) -> Result<Shape, ReadError> {
        let mut shape = Shape {
            format: json::text(schema, "format").map(str::to_owned),
            default: json::number(schema, "default"),
            min: json::number(schema, "minimum"),
            max: json::number(schema, "maximum"),
            ..Shape::default()
        };
        shape.kind = match json::text(schema, "type") {
            Some("string") => Kind::String,
            Some("integer") => Kind::Integer,
            Some("number") => Kind::Number,
            Some("boolean") => Kind::Boolean,
            Some("array") => Kind::List,
            Some("object") if schema.contains_key("additionalProperties") => Kind::Map,
            Some("object") => Kind::Object,
            _ => Kind::Any,
        };
        let element = match shape.kind {
            Kind::List => "items",
            Kind::Map => "additionalProperties",
            _ => "",
        };
        if let Some(inner) = json::optional_object(schema, element, pointer)? {
            let inner = self.schema(inner, &json::child(pointer, element), budget)?;
            shape.element = Some(Box::new(inner));
        }
        if shape.kind == Kind::Object {
            for (name, member, pointer) in json::entries(schema, "properties", pointer)? {
                shape.members.push(Member {
                    name: name.to_owned(),
                    shape: self.schema(member, &pointer, budget)?,
                    required: json::flag(member, "required"),
                    description: json::description(member, "description"),
                });
            }
        }
        Ok(shape)
    }
}
