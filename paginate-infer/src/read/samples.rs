//! From recorded requests and responses to an operation.

use serde_json::Value;

use crate::model::{Header, Kind, Member, Operation, Parameter, Place, Sample, Shape};
use crate::value;

/// The operations that recordings show: all samples of one method and path are one operation. The
/// types of the responses are merged.
///
/// # Examples
///
/// ```
/// use paginate_infer::model::Sample;
///
/// let mut sample = Sample::default();
/// sample.method = "GET".to_owned();
/// sample.url = "https://api.example.com/users?limit=2".to_owned();
/// sample.status = 200;
/// sample.body = serde_json::json!({ "users": [{ "id": "ann" }], "next": null });
/// let operations = paginate_infer::read::operations_of(vec![sample]);
/// assert_eq!(operations[0].path, "/users");
/// assert_eq!(operations[0].parameters[0].name, "limit");
/// ```
pub fn operations_of(samples: Vec<Sample>) -> Vec<Operation> {
    let mut operations: Vec<Operation> = Vec::new();
    for sample in samples {
        let method = match sample.method.as_str() {
            "" => "GET".to_owned(),
            method => method.to_ascii_uppercase(),
        };
        let (origin, path, _) = value::split_url(&sample.url);
        // Where the next page is another path, it is still the same list: then the body has links.
        let path = if sample.url.is_empty() { "" } else { path };
        let known = operations.iter_mut().find(|known| {
            known.method == method
                && (known.path == path || path.is_empty() || known.path.is_empty())
        });
        match known {
            Some(operation) => operation.samples.push(sample),
            None => operations.push(Operation {
                id: path.to_owned(),
                method,
                path: path.to_owned(),
                server: (!origin.is_empty()).then(|| origin.to_owned()),
                samples: vec![sample],
                ..Operation::default()
            }),
        }
    }
    operations.iter_mut().for_each(complete);
    operations
}

/// Fills what the samples of an operation show.
fn complete(operation: &mut Operation) {
    let good = |sample: &&Sample| value::is_success(sample.status);
    let samples: Vec<&Sample> = operation.samples.iter().filter(good).collect();
    let shapes = samples.iter().map(|sample| shape_of(&sample.body));
    let response = shapes.reduce(merged);
    let mut parameters = Vec::new();
    let mut headers: Vec<Header> = Vec::new();
    for sample in &samples {
        let (_, _, query) = value::split_url(&sample.url);
        for (name, value) in value::pairs(query) {
            see(&mut parameters, &name, Place::Query, kind_of_text(&value));
        }
        if let Some(body) = &sample.request_body {
            see_body(&mut parameters, "", body);
        }
        for (name, _) in &sample.headers {
            if !headers
                .iter()
                .any(|known| known.name.eq_ignore_ascii_case(name))
            {
                headers.push(Header {
                    name: name.clone(),
                    description: None,
                });
            }
        }
    }
    operation.parameters = parameters;
    operation.headers = headers;
    operation.response = response;
}

fn see(parameters: &mut Vec<Parameter>, name: &str, place: Place, kind: Kind) {
    let known = parameters
        .iter_mut()
        .find(|known| known.name == name && known.place == place);
    match known {
        // A number on one page and a text on another is a text.
        Some(known) if known.shape.kind != kind => known.shape.kind = Kind::String,
        Some(_) => {}
        None => {
            let shape = Shape {
                kind,
                ..Shape::default()
            };
            parameters.push(Parameter::of(name, place, shape));
        }
    }
}

fn see_body(parameters: &mut Vec<Parameter>, prefix: &str, body: &Value) {
    for (name, value) in body.as_object().into_iter().flatten() {
        let name = format!("{prefix}{name}");
        if value.is_object() && prefix.matches('.').count() < 3 {
            see_body(parameters, &format!("{name}."), value);
        } else {
            see(parameters, &name, Place::Body, shape_of(value).kind);
        }
    }
}

fn kind_of_text(value: &str) -> Kind {
    match value {
        "true" | "false" => Kind::Boolean,
        value if value.parse::<i64>().is_ok() => Kind::Integer,
        _ => Kind::String,
    }
}

/// The levels of a response that are told apart.
const LEVELS: usize = 24;

/// The shape of a value. All members of an object are required, until another sample lacks one.
pub(crate) fn shape_of(value: &Value) -> Shape {
    shape(value, LEVELS)
}

fn shape(value: &Value, levels: usize) -> Shape {
    let mut shape = Shape::default();
    match value {
        Value::Null => shape.nullable = true,
        Value::Bool(_) => shape.kind = Kind::Boolean,
        Value::Number(number) if number.is_i64() => shape.kind = Kind::Integer,
        Value::Number(_) => shape.kind = Kind::Number,
        Value::String(text) => {
            shape.kind = Kind::String;
            shape.format = value::is_absolute(text).then(|| "uri".to_owned());
        }
        _ if levels == 0 => {}
        Value::Array(list) => {
            shape.kind = Kind::List;
            let elements = list.iter().map(|value| self::shape(value, levels - 1));
            shape.element = elements.reduce(merged).map(Box::new);
        }
        Value::Object(members) => {
            shape.kind = Kind::Object;
            shape.members = members
                .iter()
                .map(|(name, value)| Member {
                    name: name.clone(),
                    shape: self::shape(value, levels - 1),
                    required: true,
                    description: None,
                })
                .collect();
            as_map(&mut shape);
        }
    }
    shape
}

/// Many members whose names are keys, such as `{"2024-01-01": {..}, ..}`, are a map.
fn as_map(shape: &mut Shape) {
    let is_key = |name: &str| {
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        digits > 0 && digits * 2 >= name.len()
    };
    let keys = shape
        .members
        .iter()
        .filter(|member| is_key(&member.name))
        .count();
    if keys < 2 || keys < shape.members.len() {
        return;
    }
    let members = std::mem::take(&mut shape.members);
    shape.kind = Kind::Map;
    let elements = members.into_iter().map(|member| member.shape);
    shape.element = elements.reduce(merged).map(Box::new);
}

/// The shape of values of either shape.
fn merged(one: Shape, other: Shape) -> Shape {
    let nullable = one.nullable || other.nullable;
    let is_null = |shape: &Shape| shape.kind == Kind::Any && shape.nullable;
    let mut shape = match (one.kind, other.kind) {
        _ if is_null(&one) => other,
        _ if is_null(&other) => one,
        (Kind::Object, Kind::Object) => objects(one, other),
        (Kind::List, Kind::List) | (Kind::Map, Kind::Map) => Shape {
            element: match (one.element, other.element) {
                (Some(one), Some(other)) => Some(Box::new(merged(*one, *other))),
                (one, other) => one.or(other),
            },
            kind: one.kind,
            ..Shape::default()
        },
        (a, b) if a == b => Shape {
            format: one
                .format
                .filter(|format| other.format.as_ref() == Some(format)),
            ..Shape {
                kind: a,
                ..Shape::default()
            }
        },
        (Kind::Integer, Kind::Number) | (Kind::Number, Kind::Integer) => Shape {
            kind: Kind::Number,
            ..Shape::default()
        },
        // A map with few entries looks like an object.
        (Kind::Map, Kind::Object) => map_and_object(one, other),
        (Kind::Object, Kind::Map) => map_and_object(other, one),
        _ => Shape::default(),
    };
    shape.nullable = nullable;
    shape
}

fn map_and_object(mut map: Shape, object: Shape) -> Shape {
    let elements = object.members.into_iter().map(|member| member.shape);
    let elements = map
        .element
        .take()
        .map(|element| *element)
        .into_iter()
        .chain(elements);
    map.element = elements.reduce(merged).map(Box::new);
    map
}

fn objects(mut one: Shape, other: Shape) -> Shape {
    for member in &mut one.members {
        let there = other.members.iter().find(|known| known.name == member.name);
        match there {
            Some(there) => {
                member.required &= there.required;
                let shape = std::mem::take(&mut member.shape);
                member.shape = merged(shape, there.shape.clone());
            }
            None => member.required = false,
        }
    }
    for mut member in other.members {
        if !one.members.iter().any(|known| known.name == member.name) {
            member.required = false;
            one.members.push(member);
        }
    }
    one
}
