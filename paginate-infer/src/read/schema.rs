//! JSON schemas of OpenAPI and Swagger documents as shapes.

mod merge;

use serde_json::{Map, Value};

use super::budget::{Budget, Entry};
use super::error::ReadError;
use super::json;
use crate::model::{Kind, Member, Shape};
use crate::value::percent_decoded;

/// References that lead to references.
const MAX_HOPS: usize = 16;

/// The schemas of a document.
pub(crate) struct Schemas<'a> {
    root: &'a Map<String, Value>,
    /// References that lead nowhere, each once.
    pub(crate) problems: Vec<ReadError>,
}

impl<'a> Schemas<'a> {
    pub(crate) fn of(root: &'a Map<String, Value>) -> Self {
        Self {
            root,
            problems: Vec::new(),
        }
    }

    /// What stands at the end of a reference, with its pointer. What is no reference is returned.
    pub(crate) fn resolved(
        &mut self,
        value: &'a Value,
        pointer: &str,
    ) -> Option<(&'a Map<String, Value>, String)> {
        let mut value = value;
        let mut pointer = pointer.to_owned();
        for _ in 0..MAX_HOPS {
            let Some(members) = value.as_object() else {
                let problem = format!("this is {}, not an object", json::kind_of(value));
                self.problem(&pointer, &problem);
                return None;
            };
            let Some(reference) = json::text(members, "$ref") else {
                return Some((members, pointer));
            };
            (value, pointer) = self.target(reference, &json::child(&pointer, "$ref"))?;
        }
        self.problem(&pointer, "the reference leads back to itself");
        None
    }

    fn target(&mut self, reference: &str, pointer: &str) -> Option<(&'a Value, String)> {
        let Some(target) = reference.strip_prefix('#') else {
            let problem = format!("`{reference}` is in another document, which is not read");
            self.problem(pointer, &problem);
            return None;
        };
        let target = percent_decoded(target);
        let mut names = target.split('/').skip(1).map(unescaped);
        let first = names.next().and_then(|name| self.root.get(&name));
        let found = first.and_then(|first| {
            names.try_fold(first, |value, name| match value {
                Value::Array(list) => list.get(name.parse::<usize>().ok()?),
                value => value.get(&name),
            })
        });
        if found.is_none() {
            self.problem(pointer, &format!("`{reference}` is not in the document"));
        }
        Some((found?, target))
    }

    fn problem(&mut self, pointer: &str, problem: &str) {
        let error = ReadError::new(pointer, problem);
        if !self.problems.contains(&error) {
            self.problems.push(error);
        }
    }

    /// The shape of a schema.
    pub(crate) fn shape(
        &mut self,
        schema: &'a Value,
        pointer: &str,
        budget: &mut Budget<'a>,
    ) -> Shape {
        let Some(members) = schema.as_object() else {
            // `true` and `{}` allow anything.
            return Shape::default();
        };
        let Some(reference) = json::text(members, "$ref") else {
            if budget.enter("") == Entry::Beyond {
                return Shape::default();
            }
            let shape = self.unfold(members, pointer, budget);
            budget.leave();
            return shape;
        };
        let mut shape = Shape::default();
        match budget.enter(reference) {
            Entry::Recursive => shape.kind = Kind::Recursive,
            Entry::Beyond => {}
            Entry::Entered => {
                let pointer = json::child(pointer, "$ref");
                if let Some((target, pointer)) = self.target(reference, &pointer) {
                    shape = self.shape(target, &pointer, budget);
                }
                budget.leave();
            }
        }
        let name = reference.rsplit('/').next().map(percent_decoded);
        shape.type_name = name.map(|name| unescaped(&name));
        // OpenAPI 3.1 allows members beside a reference.
        shape.nullable |= is_nullable(members);
        shape
    }

    /// The shape of what has the members of a schema beside others, as a parameter of Swagger.
    pub(crate) fn shape_of(&mut self, members: &'a Map<String, Value>, pointer: &str) -> Shape {
        self.unfold(members, pointer, &mut Budget::new())
    }

    fn unfold(
        &mut self,
        schema: &'a Map<String, Value>,
        pointer: &str,
        budget: &mut Budget<'a>,
    ) -> Shape {
        let mut shape = Shape {
            kind: kind(schema),
            format: json::text(schema, "format").map(str::to_owned),
            nullable: is_nullable(schema),
            default: json::number(schema, "default"),
            min: json::number(schema, "minimum"),
            max: json::number(schema, "maximum"),
            ..Shape::default()
        };
        match shape.kind {
            Kind::Object | Kind::Map => {
                shape.members = self.members(schema, pointer, budget);
            }
            _ => {}
        }
        let element = match shape.kind {
            Kind::List => "items",
            Kind::Map => "additionalProperties",
            _ => "",
        };
        if let Some(inner) = schema.get(element) {
            let pointer = json::child(pointer, element);
            shape.element = Some(Box::new(self.shape(inner, &pointer, budget)));
        }
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            let pointer = json::child(pointer, "allOf");
            self.all_of(&mut shape, schema, parts, &pointer, budget);
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(choices) = schema.get(key).and_then(Value::as_array) {
                let pointer = json::child(pointer, key);
                let choice = self.choice(choices, &pointer, budget);
                merge::add(&mut shape, choice);
            }
        }
        shape
    }

    fn members(
        &mut self,
        schema: &'a Map<String, Value>,
        pointer: &str,
        budget: &mut Budget<'a>,
    ) -> Vec<Member> {
        let properties = schema.get("properties").and_then(Value::as_object);
        let required = json::texts(schema, "required");
        let pointer = json::child(pointer, "properties");
        let mut members: Vec<(usize, &'a String, &'a Value)> = properties
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(at, (name, schema))| (at, name, schema))
            .collect();
        // What is small comes first: a large item must not use up the budget of what pages.
        members.sort_by_key(|(at, _, schema)| (is_large(schema), *at));
        let mut read: Vec<(usize, Member)> = Vec::with_capacity(members.len());
        for (at, name, schema) in members {
            let pointer = json::child(&pointer, name);
            let shape = self.shape(schema, &pointer, budget);
            let text = |key| schema.get(key).and_then(Value::as_str);
            let member = Member {
                name: name.clone(),
                shape,
                required: required.contains(&name.as_str()),
                description: text("description")
                    .or_else(|| text("title"))
                    .map(str::to_owned),
            };
            read.push((at, member));
        }
        read.sort_by_key(|(at, _)| *at);
        read.into_iter().map(|(_, member)| member).collect()
    }

    /// Adds the parts of `allOf`. Each can require members that another describes.
    fn all_of(
        &mut self,
        shape: &mut Shape,
        schema: &'a Map<String, Value>,
        parts: &'a [Value],
        pointer: &str,
        budget: &mut Budget<'a>,
    ) {
        let mut required = json::texts(schema, "required");
        let mut with_members = usize::from(!shape.members.is_empty());
        for (number, part) in parts.iter().enumerate() {
            let pointer = format!("{pointer}/{number}");
            if let Some((part, _)) = self.resolved(part, &pointer) {
                required.extend(json::texts(part, "required"));
            }
            let part = self.shape(part, &pointer, budget);
            with_members += usize::from(!part.members.is_empty());
            merge::add(shape, part);
        }
        for member in &mut shape.members {
            member.required |= required.contains(&member.name.as_str());
        }
        // Several parts are a type that has the name of none.
        if with_members > 1 {
            shape.type_name = None;
        }
    }

    /// One of several schemas.
    fn choice(&mut self, choices: &'a [Value], pointer: &str, budget: &mut Budget<'a>) -> Shape {
        let is_null = |schema: &Value| schema.get("type").and_then(Value::as_str) == Some("null");
        let nullable = choices.iter().any(is_null);
        let choices: Vec<(usize, &'a Value)> = choices
            .iter()
            .enumerate()
            .filter(|(_, schema)| !is_null(schema))
            .collect();
        let mut kinds: Vec<Kind> = Vec::new();
        for (number, choice) in &choices {
            let pointer = format!("{pointer}/{number}");
            let found = self.resolved(choice, &pointer);
            kinds.push(found.map_or(Kind::Any, |(schema, _)| kind(schema)));
        }
        kinds.dedup();
        let mut shape = match (kinds.as_slice(), choices.as_slice()) {
            (_, [(number, only)]) => self.shape(only, &format!("{pointer}/{number}"), budget),
            ([Kind::Object], [(first, one), rest @ ..]) => {
                let mut shape = self.shape(one, &format!("{pointer}/{first}"), budget);
                for (number, other) in rest {
                    let other = self.shape(other, &format!("{pointer}/{number}"), budget);
                    merge::join(&mut shape, other);
                }
                shape
            }
            // Lists of different elements are still lists.
            ([Kind::List], _) => Shape {
                kind: Kind::List,
                ..Shape::default()
            },
            ([kind @ (Kind::String | Kind::Integer | Kind::Number | Kind::Boolean)], _) => Shape {
                kind: *kind,
                ..Shape::default()
            },
            _ => Shape::default(),
        };
        shape.nullable |= nullable;
        shape
    }
}

fn kind(schema: &Map<String, Value>) -> Kind {
    let named = match schema.get("type") {
        Some(Value::String(name)) => Some(name.as_str()),
        Some(Value::Array(names)) => {
            let mut names = names
                .iter()
                .filter_map(Value::as_str)
                .filter(|name| *name != "null");
            let first = names.next();
            // Several types at once are anything.
            if names.next().is_some() {
                return Kind::Any;
            }
            first
        }
        _ => None,
    };
    let has = |key: &str| {
        schema
            .get(key)
            .is_some_and(|value| value != &Value::Bool(false))
    };
    match named {
        Some("string") => Kind::String,
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Number,
        Some("boolean") => Kind::Boolean,
        Some("array") => Kind::List,
        Some("object") if !has("properties") && !has("allOf") && has("additionalProperties") => {
            Kind::Map
        }
        Some("object") => Kind::Object,
        Some(_) => Kind::Any,
        None if has("properties") => Kind::Object,
        None if has("items") => Kind::List,
        None if schema
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_string)) =>
        {
            Kind::String
        }
        None if ["allOf", "oneOf", "anyOf"].iter().any(|key| has(key)) => Kind::Any,
        None if has("additionalProperties") => Kind::Map,
        None => Kind::Any,
    }
}

fn is_nullable(schema: &Map<String, Value>) -> bool {
    let in_types = schema
        .get("type")
        .and_then(Value::as_array)
        .is_some_and(|names| names.iter().any(|name| name.as_str() == Some("null")));
    let in_values = schema
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(|values| values.contains(&Value::Null));
    in_types || in_values || json::flag(schema, "nullable") || json::flag(schema, "x-nullable")
}

/// Whether a schema leads to others.
fn is_large(schema: &Value) -> bool {
    [
        "$ref",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "additionalProperties",
    ]
    .iter()
    .any(|key| schema.get(key).is_some())
}

/// A name in a JSON pointer.
fn unescaped(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}
