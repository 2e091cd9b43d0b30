//! Whether a value can be read as the type that is written for its shape.

use serde_json::Value;

use crate::model::{Kind, Shape};

/// Whether a value has that shape. What the shape leaves open can be anything.
pub(crate) fn fits(value: &Value, shape: &Shape) -> bool {
    let element = |value: &Value| {
        let element = shape.element.as_deref();
        element.is_none_or(|element| element.nullable || fits(value, element))
    };
    match (shape.kind, value) {
        (Kind::Any | Kind::Recursive, _) => true,
        (_, Value::Null) => shape.nullable,
        (Kind::String, value) => value.is_string(),
        (Kind::Boolean, value) => value.is_boolean(),
        (Kind::Integer, value) => value.is_i64(),
        (Kind::Number, value) => value.is_number(),
        (Kind::List, Value::Array(list)) => list.iter().all(element),
        (Kind::Map, Value::Object(members)) => members.values().all(element),
        (Kind::Object, Value::Object(members)) => shape.members.iter().all(|member| match members
            .get(&member.name)
        {
            None => !member.required,
            Some(Value::Null) if !member.required => true,
            Some(value) => fits(value, &member.shape),
        }),
        (Kind::List | Kind::Map | Kind::Object, _) => false,
    }
}
