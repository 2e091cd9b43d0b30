//! OpenAPI 3.0 and 3.1.

use serde_json::{Map, Value};

use super::budget::Budget;
use super::error::ReadError;
use super::paths::{self, Described, Dialect};
use super::schema::Schemas;
use super::{document, flatten, json};
use crate::model::{Kind, Operation, Parameter, Place};

/// The operations of an OpenAPI document of version 3, in JSON or YAML.
///
/// # Errors
///
/// What is wrong with the document as a whole, and where. Mistakes in parts of it are in
/// [`Described::problems`].
///
/// # Examples
///
/// ```
/// let document = "
/// openapi: 3.1.0
/// paths:
///   /users:
///     get:
///       operationId: listUsers
///       parameters:
///         - {name: cursor, in: query, schema: {type: string}}
/// ";
/// let described = paginate_infer::read::openapi(document)?;
/// assert_eq!(described.operations[0].parameters[0].name, "cursor");
/// # Ok::<(), paginate_infer::read::ReadError>(())
/// ```
pub fn openapi(text: &str) -> Result<Described, ReadError> {
    of_document(&document::object(text)?)
}

/// The same, of a document that was read.
pub(crate) fn of_document(root: &Map<String, Value>) -> Result<Described, ReadError> {
    paths::operations(root, &OpenApi { root })
}

struct OpenApi<'a> {
    root: &'a Map<String, Value>,
}

impl<'a> OpenApi<'a> {
    fn components(&self, key: &str) -> Option<&'a Value> {
        self.root.get("components")?.get(key)
    }
}

impl<'a> Dialect<'a> for OpenApi<'a> {
    fn server(&self) -> Option<String> {
        let server = self.root.get("servers")?.get(0)?;
        let mut url = server.get("url")?.as_str()?.to_owned();
        let variables = server.get("variables").and_then(Value::as_object);
        for (name, variable) in variables.into_iter().flatten() {
            if let Some(value) = variable.get("default").and_then(Value::as_str) {
                url = url.replace(&format!("{{{name}}}"), value);
            }
        }
        let url = url.trim_end_matches('/');
        (!url.is_empty()).then(|| url.to_owned())
    }

    fn parameter(
        &self,
        schemas: &mut Schemas<'a>,
        parameter: &'a Map<String, Value>,
        pointer: &str,
        operation: &mut Operation,
    ) {
        let (Some(name), Some(place)) = (
            json::text(parameter, "name"),
            paths::place(json::text(parameter, "in")),
        ) else {
            return;
        };
        let in_content = || Some((media(parameter)?.1.get("schema")?, "content"));
        let schema = parameter.get("schema").map(|schema| (schema, "schema"));
        let shape = match schema.or_else(in_content) {
            Some((schema, key)) => {
                schemas.shape(schema, &json::child(pointer, key), &mut Budget::new())
            }
            None => crate::model::Shape::default(),
        };
        if json::text(parameter, "style") == Some("deepObject") && shape.kind == Kind::Object {
            for member in shape.members {
                let name = format!("{name}[{}]", member.name);
                let mut of = paths::parameter(&name, place, member.shape, parameter);
                of.required &= member.required;
                of.description = member.description.or(of.description);
                paths::add(operation, of);
            }
            return;
        }
        paths::add(operation, paths::parameter(name, place, shape, parameter));
    }

    fn request(
        &self,
        schemas: &mut Schemas<'a>,
        operation: &'a Map<String, Value>,
        pointer: &str,
        into: &mut Operation,
    ) {
        let Some(body) = operation.get("requestBody") else {
            return;
        };
        let pointer = json::child(pointer, "requestBody");
        let Some((body, pointer)) = schemas.resolved(body, &pointer) else {
            return;
        };
        let content = body.get("content").and_then(Value::as_object);
        let form =
            content.and_then(|content| content.get_key_value("application/x-www-form-urlencoded"));
        let (found, place) = match media(body) {
            Some(found) => (Some(found), Place::Body),
            None => (
                form.and_then(|(name, form)| Some((name.as_str(), form.as_object()?))),
                Place::Form,
            ),
        };
        let Some((name, schema)) =
            found.and_then(|(name, media)| Some((name, media.get("schema")?)))
        else {
            return;
        };
        let pointer = json::child(&json::child(&pointer, "content"), name);
        let shape = schemas.shape(schema, &json::child(&pointer, "schema"), &mut Budget::new());
        flatten::body(&shape, place, &mut into.parameters);
    }

    fn response(
        &self,
        schemas: &mut Schemas<'a>,
        response: &'a Map<String, Value>,
        pointer: &str,
    ) -> Option<(&'a Value, String, Option<&'a Value>)> {
        let (name, media) = media(response)?;
        let pointer = json::child(&json::child(pointer, "content"), name);
        let first = media.get("examples").and_then(Value::as_object);
        let named = first.and_then(|examples| examples.values().next());
        let named = named.and_then(|example| schemas.resolved(example, &pointer));
        let example = media
            .get("example")
            .or_else(|| named.and_then(|(example, _)| example.get("value")));
        Some((
            media.get("schema")?,
            json::child(&pointer, "schema"),
            example,
        ))
    }

    fn security(&self, operation: &'a Map<String, Value>) -> Vec<Parameter> {
        paths::schemes(self.root, operation, self.components("securitySchemes"))
    }
}

/// The JSON of a `content`: the first type that is JSON, or anything.
fn media(of: &Map<String, Value>) -> Option<(&str, &Map<String, Value>)> {
    let content = of.get("content")?.as_object()?;
    let is = |wanted: fn(&str) -> bool| {
        content
            .iter()
            .find(|(name, _)| wanted(name.split(';').next().unwrap_or_default().trim()))
    };
    let found = is(|name| name == "application/json")
        .or_else(|| is(|name| name.ends_with("json")))
        .or_else(|| is(|name| name == "*/*"))?;
    Some((found.0, found.1.as_object()?))
}
