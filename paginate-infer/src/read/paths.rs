//! What OpenAPI and Swagger have in common: paths with operations.

use serde_json::{Map, Value};

use super::budget::Budget;
use super::error::ReadError;
use super::schema::Schemas;
use super::{annotations, json};
use crate::model::{Kind, Operation, Parameter, Place, Sample, Shape};

/// What a description has.
#[derive(Debug, Default)]
pub struct Described {
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// What is wrong in parts of the document. Whatever they describe is taken for unknown.
    pub problems: Vec<ReadError>,
}

/// What the two dialects write differently.
pub(crate) trait Dialect<'a> {
    /// The URL before the paths.
    fn server(&self) -> Option<String>;
    /// One entry of `parameters`, which may be the whole body.
    fn parameter(
        &self,
        schemas: &mut Schemas<'a>,
        parameter: &'a Map<String, Value>,
        pointer: &str,
        operation: &mut Operation,
    );
    /// Whatever of the request is not in `parameters`.
    fn request(
        &self,
        schemas: &mut Schemas<'a>,
        operation: &'a Map<String, Value>,
        pointer: &str,
        into: &mut Operation,
    );
    /// The schema of a response, and an example of it.
    fn response(
        &self,
        schemas: &mut Schemas<'a>,
        response: &'a Map<String, Value>,
        pointer: &str,
    ) -> Option<(&'a Value, String, Option<&'a Value>)>;
    /// Whether the responses of an operation are JSON, as far as it says.
    fn is_json(&self, _operation: &'a Map<String, Value>) -> bool {
        true
    }
    /// Parameters that prove who asks.
    fn security(&self, operation: &'a Map<String, Value>) -> Vec<Parameter>;
}

const METHODS: [&str; 8] = [
    "get", "post", "put", "patch", "delete", "head", "options", "trace",
];

/// Reads all operations.
pub(crate) fn operations<'a>(
    root: &'a Map<String, Value>,
    dialect: &impl Dialect<'a>,
) -> Result<Described, ReadError> {
    let paths = json::object(root, "paths", "")?;
    let mut schemas = Schemas::of(root);
    let mut operations = Vec::new();
    for (path, item) in paths.iter().filter(|(path, _)| !path.starts_with("x-")) {
        let pointer = json::child("/paths", path);
        let Some((item, pointer)) = schemas.resolved(item, &pointer) else {
            continue;
        };
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let pointer = json::child(&pointer, method);
            let Some((operation, pointer)) = schemas.resolved(operation, &pointer) else {
                continue;
            };
            let mut reader = Reader {
                root,
                dialect,
                schemas: &mut schemas,
            };
            operations.push(reader.operation(path, item, method, operation, &pointer));
        }
    }
    Ok(Described {
        operations,
        problems: schemas.problems,
    })
}

struct Reader<'r, 'a, D> {
    root: &'a Map<String, Value>,
    dialect: &'r D,
    schemas: &'r mut Schemas<'a>,
}

impl<'a, D: Dialect<'a>> Reader<'_, 'a, D> {
    fn operation(
        &mut self,
        path: &str,
        item: &'a Map<String, Value>,
        method: &str,
        described: &'a Map<String, Value>,
        pointer: &str,
    ) -> Operation {
        let method = method.to_ascii_uppercase();
        let text = |key| json::text(described, key);
        let description = [text("summary"), text("description")];
        let description: Vec<&str> = description.into_iter().flatten().collect();
        let mut operation = Operation {
            id: text("operationId").map_or_else(|| format!("{method} {path}"), str::to_owned),
            method,
            path: path.split('?').next().unwrap_or_default().to_owned(),
            server: self.dialect.server(),
            description: (!description.is_empty()).then(|| description.join("\n\n")),
            ..Operation::default()
        };
        let of_path = pointer.rsplit_once('/').map_or("", |(of_path, _)| of_path);
        self.parameters(described, pointer, &mut operation);
        self.parameters(item, of_path, &mut operation);
        self.dialect
            .request(self.schemas, described, pointer, &mut operation);
        for parameter in self.dialect.security(described) {
            add(&mut operation, parameter);
        }
        let schema = self.response(described, pointer, &mut operation);
        let found = annotations::read(self.schemas, self.root, described, schema, &operation);
        operation.annotations = found;
        operation
    }

    fn parameters(&mut self, of: &'a Map<String, Value>, pointer: &str, operation: &mut Operation) {
        let list = of.get("parameters").and_then(Value::as_array);
        for (number, parameter) in list.into_iter().flatten().enumerate() {
            let pointer = format!("{pointer}/parameters/{number}");
            if let Some((parameter, pointer)) = self.schemas.resolved(parameter, &pointer) {
                self.dialect
                    .parameter(self.schemas, parameter, &pointer, operation);
            }
        }
    }

    /// Reads the response of success; returns its schema.
    fn response(
        &mut self,
        described: &'a Map<String, Value>,
        pointer: &str,
        operation: &mut Operation,
    ) -> Option<&'a Value> {
        let responses = described.get("responses").and_then(Value::as_object)?;
        let is_success = |status: &&String| {
            status.starts_with('2') && status.as_str() != "204" && status.len() == 3
        };
        let status = ["200", "2XX", "2xx"]
            .into_iter()
            .find(|status| responses.contains_key(*status))
            .or_else(|| responses.keys().find(is_success).map(String::as_str))
            .or_else(|| responses.contains_key("default").then_some("default"))?;
        let pointer = json::child(&json::child(pointer, "responses"), status);
        let (response, pointer) = self.schemas.resolved(responses.get(status)?, &pointer)?;
        let headers = response.get("headers").and_then(Value::as_object);
        for (name, header) in headers.into_iter().flatten() {
            let pointer = json::child(&json::child(&pointer, "headers"), name);
            let header = self.schemas.resolved(header, &pointer);
            operation.headers.push(crate::model::Header {
                name: name.clone(),
                description: header
                    .and_then(|(header, _)| json::text(header, "description"))
                    .map(str::to_owned),
            });
        }
        if !self.dialect.is_json(described) {
            return None;
        }
        let (schema, pointer, example) = self.dialect.response(self.schemas, response, &pointer)?;
        let shape = self.schemas.shape(schema, &pointer, &mut Budget::new());
        operation.response = Some(shape);
        if let Some(body) = example.filter(|body| body.is_object() || body.is_array()) {
            operation.samples.push(Sample {
                status: 200,
                body: body.clone(),
                ..Sample::default()
            });
        }
        Some(schema)
    }
}

/// Adds a parameter that is not there yet: those of the operation come before those of the path.
pub(crate) fn add(operation: &mut Operation, parameter: Parameter) {
    let same = |known: &&Parameter| known.name == parameter.name && known.place == parameter.place;
    if !operation.parameters.iter().any(|known| same(&known)) {
        operation.parameters.push(parameter);
    }
}

/// The place that `in` names.
pub(crate) fn place(name: Option<&str>) -> Option<Place> {
    match name? {
        "query" => Some(Place::Query),
        "header" => Some(Place::Header),
        "path" => Some(Place::Path),
        "formData" => Some(Place::Form),
        _ => None,
    }
}

/// A parameter of that name and shape.
pub(crate) fn parameter(
    name: &str,
    place: Place,
    shape: Shape,
    described: &Map<String, Value>,
) -> Parameter {
    Parameter {
        required: json::flag(described, "required"),
        description: json::text(described, "description").map(str::to_owned),
        ..Parameter::of(name, place, shape)
    }
}

/// A header or query parameter with a credential.
pub(crate) fn credential(scheme: &Map<String, Value>) -> Option<Parameter> {
    let (name, place) = match json::text(scheme, "type")? {
        "http" | "oauth2" | "openIdConnect" | "basic" => ("Authorization", Place::Header),
        "apiKey" => (
            json::text(scheme, "name")?,
            place(json::text(scheme, "in"))?,
        ),
        _ => return None,
    };
    let shape = Shape {
        kind: Kind::String,
        ..Shape::default()
    };
    Some(Parameter {
        required: true,
        ..Parameter::of(name, place, shape)
    })
}

/// The schemes of the first way in which an operation can be authorised.
pub(crate) fn schemes<'a>(
    root: &'a Map<String, Value>,
    operation: &'a Map<String, Value>,
    defined: Option<&'a Value>,
) -> Vec<Parameter> {
    let needed = operation.get("security").or_else(|| root.get("security"));
    let first = needed
        .and_then(Value::as_array)
        .and_then(|ways| ways.first());
    let names = first.and_then(Value::as_object).into_iter().flatten();
    names
        .filter_map(|(name, _)| credential(defined?.get(name)?.as_object()?))
        .collect()
}
