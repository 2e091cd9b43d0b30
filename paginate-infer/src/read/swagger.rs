//! Swagger 2.

use serde_json::{Map, Value};

use super::budget::Budget;
use super::error::ReadError;
use super::paths::{self, Described, Dialect};
use super::schema::Schemas;
use super::{document, flatten, json};
use crate::model::{Operation, Parameter, Place};

/// The operations of a Swagger 2 document, in JSON or YAML.
///
/// # Errors
///
/// As for [`openapi`](super::openapi).
///
/// # Examples
///
/// ```
/// let document = r#"{"swagger": "2.0", "paths": {"/users": {"get": {
///     "parameters": [{"name": "page", "in": "query", "type": "integer"}]
/// }}}}"#;
/// let described = paginate_infer::read::swagger(document)?;
/// assert_eq!(described.operations[0].id, "GET /users");
/// # Ok::<(), paginate_infer::read::ReadError>(())
/// ```
pub fn swagger(text: &str) -> Result<Described, ReadError> {
    of_document(&document::object(text)?)
}

/// The same, of a document that was read.
pub(crate) fn of_document(root: &Map<String, Value>) -> Result<Described, ReadError> {
    paths::operations(root, &Swagger { root })
}

struct Swagger<'a> {
    root: &'a Map<String, Value>,
}

impl<'a> Dialect<'a> for Swagger<'a> {
    fn server(&self) -> Option<String> {
        let path = json::text(self.root, "basePath").unwrap_or_default();
        let path = path.trim_end_matches('/');
        let schemes = self.root.get("schemes").and_then(Value::as_array);
        let scheme = schemes.and_then(|schemes| {
            let named = |name: &str| schemes.iter().any(|known| known.as_str() == Some(name));
            (named("http") && !named("https")).then_some("http")
        });
        match json::text(self.root, "host") {
            Some(host) => Some(format!("{}://{host}{path}", scheme.unwrap_or("https"))),
            None => (!path.is_empty()).then(|| path.to_owned()),
        }
    }

    fn parameter(
        &self,
        schemas: &mut Schemas<'a>,
        parameter: &'a Map<String, Value>,
        pointer: &str,
        operation: &mut Operation,
    ) {
        let at = json::text(parameter, "in");
        if at == Some("body") {
            if let Some(schema) = parameter.get("schema") {
                let pointer = json::child(pointer, "schema");
                let shape = schemas.shape(schema, &pointer, &mut Budget::new());
                flatten::body(&shape, Place::Body, &mut operation.parameters);
            }
            return;
        }
        let (Some(name), Some(place)) = (json::text(parameter, "name"), paths::place(at)) else {
            return;
        };
        let shape = schemas.shape_of(parameter, pointer);
        paths::add(operation, paths::parameter(name, place, shape, parameter));
    }

    fn request(&self, _: &mut Schemas<'a>, _: &'a Map<String, Value>, _: &str, _: &mut Operation) {
        // The body is a parameter.
    }

    fn response(
        &self,
        _: &mut Schemas<'a>,
        response: &'a Map<String, Value>,
        pointer: &str,
    ) -> Option<(&'a Value, String, Option<&'a Value>)> {
        let examples = response.get("examples").and_then(Value::as_object);
        let example = examples.and_then(|examples| {
            examples
                .iter()
                .find(|(name, _)| name.contains("json"))
                .map(|(_, example)| example)
        });
        Some((
            response.get("schema")?,
            json::child(pointer, "schema"),
            example,
        ))
    }

    fn is_json(&self, operation: &'a Map<String, Value>) -> bool {
        let produces = operation
            .get("produces")
            .or_else(|| self.root.get("produces"));
        let types = produces
            .and_then(Value::as_array)
            .map_or(&[][..], |types| types);
        let mut types = types.iter().filter_map(Value::as_str).peekable();
        types.peek().is_none() || types.any(|name| name.contains("json") || name == "*/*")
    }

    fn security(&self, operation: &'a Map<String, Value>) -> Vec<Parameter> {
        paths::schemes(self.root, operation, self.root.get("securityDefinitions"))
    }
}
