//! Shapes of a Smithy model.

use serde_json::{Map, Value};

use crate::model::{Kind, Member, Shape};
use crate::read::budget::{Budget, Entry};
use crate::read::error::ReadError;
use crate::read::json::{self, Named};

/// The structure that stands for nothing.
pub(crate) const UNIT: &str = "smithy.api#Unit";

/// The mixins of mixins that are followed.
const MAX_MIXINS: usize = 16;

/// All shapes of a model, by their names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shapes<'a>(pub(crate) &'a Map<String, Value>);

impl<'a> Shapes<'a> {
    /// The shape `id`, which is named at `pointer`.
    pub(crate) fn get(self, id: &str, pointer: &str) -> Result<&'a Map<String, Value>, ReadError> {
        let Some(shape) = self.0.get(id) else {
            return Err(ReadError::new(
                pointer,
                format!("the shape `{id}` is not in `shapes`"),
            ));
        };
        json::as_object(shape, &json::child("/shapes", id))
    }

    /// The members of the structure `id`, those of its mixins first.
    pub(crate) fn members(self, id: &'a str, pointer: &str) -> Result<Vec<Named<'a>>, ReadError> {
        let mut found = Vec::new();
        self.collect(id, pointer, MAX_MIXINS, &mut found)?;
        Ok(found)
    }

    fn collect(
        self,
        id: &'a str,
        pointer: &str,
        levels: usize,
        found: &mut Vec<Named<'a>>,
    ) -> Result<(), ReadError> {
        let shape = self.get(id, pointer)?;
        let pointer = json::child("/shapes", id);
        if levels == 0 {
            return Err(ReadError::new(
                pointer,
                format!("mixins are nested more than {MAX_MIXINS} levels deep"),
            ));
        }
        for mixin in super::targets(shape.get("mixins")) {
            self.collect(mixin, &pointer, levels - 1, found)?;
        }
        found.extend(json::entries(shape, "members", &pointer)?);
        Ok(())
    }

    /// The type that a member names.
    pub(crate) fn shape(
        self,
        reference: &'a Map<String, Value>,
        pointer: &str,
        budget: &mut Budget<'a>,
    ) -> Result<Shape, ReadError> {
        let id = json::text(reference, "target")
            .ok_or_else(|| ReadError::new(pointer, "`target` is missing"))?;
        if let Some(name) = id.strip_prefix("smithy.api#") {
            return Ok(bounded(reference, simple(&prelude(name))));
        }
        let definition = self.get(id, pointer)?;
        let mut shape = Shape::default();
        match budget.enter(id) {
            Entry::Recursive => shape.kind = Kind::Recursive,
            Entry::Beyond => {}
            Entry::Entered => {
                shape = bounded(definition, self.unfold(id, definition, budget)?);
                budget.leave();
            }
        }
        shape.type_name = Some(id.rsplit('#').next().unwrap_or(id).to_owned());
        Ok(bounded(reference, shape))
    }

    fn unfold(
        self,
        id: &'a str,
        definition: &'a Map<String, Value>,
        budget: &mut Budget<'a>,
    ) -> Result<Shape, ReadError> {
        let pointer = json::child("/shapes", id);
        let kind = json::text(definition, "type")
            .ok_or_else(|| ReadError::new(pointer.clone(), "`type` is missing"))?;
        let mut shape = simple(kind);
        match shape.kind {
            Kind::Object => {
                for (name, reference, pointer) in self.members(id, &pointer)? {
                    let inner = self.shape(reference, &pointer, budget)?;
                    shape.members.push(member(name, reference, inner));
                }
            }
            Kind::List | Kind::Map => {
                let key = match shape.kind {
                    Kind::List => "member",
                    _ => "value",
                };
                let element = json::object(definition, key, &pointer)?;
                let pointer = json::child(&pointer, key);
                shape.element = Some(Box::new(self.shape(element, &pointer, budget)?));
            }
            _ => {}
        }
        Ok(shape)
    }
}

/// The type of shapes that the prelude defines.
fn prelude(name: &str) -> String {
    name.strip_prefix("Primitive")
        .unwrap_or(name)
        .to_lowercase()
}

/// A type without what is inside of it.
fn simple(kind: &str) -> Shape {
    let (kind, format) = match kind {
        "byte" | "short" | "integer" | "long" | "biginteger" | "bigInteger" => {
            (Kind::Integer, None)
        }
        "float" | "double" | "bigdecimal" | "bigDecimal" => (Kind::Number, None),
        "boolean" => (Kind::Boolean, None),
        "structure" | "union" => (Kind::Object, None),
        "list" | "set" => (Kind::List, None),
        "map" => (Kind::Map, None),
        "document" => (Kind::Any, None),
        "timestamp" => (Kind::String, Some("date-time")),
        "blob" => (Kind::String, Some("byte")),
        _ => (Kind::String, None),
    };
    Shape {
        kind,
        format: format.map(str::to_owned),
        ..Shape::default()
    }
}

/// The shape with the bounds and the default that the traits of `definition` give.
fn bounded(definition: &Map<String, Value>, mut shape: Shape) -> Shape {
    if shape.kind != Kind::Integer {
        return shape;
    }
    if let Some(range) = trait_object(definition, "smithy.api#range") {
        shape.min = json::number(range, "min").or(shape.min);
        shape.max = json::number(range, "max").or(shape.max);
    }
    if let Some(traits) = traits(definition) {
        // A zero is how Smithy writes that a number is never absent; no page has that size.
        let default = json::number(traits, "smithy.api#default").filter(|number| *number > 0);
        shape.default = default.or(shape.default);
    }
    shape
}

/// A member of a body.
pub(crate) fn member(name: &str, reference: &Map<String, Value>, shape: Shape) -> Member {
    Member {
        name: trait_text(reference, "smithy.api#jsonName")
            .unwrap_or(name)
            .to_owned(),
        shape,
        required: has_trait(reference, "smithy.api#required"),
        description: doc(reference).map(str::to_owned),
    }
}

fn traits(definition: &Map<String, Value>) -> Option<&Map<String, Value>> {
    definition.get("traits")?.as_object()
}

/// The value of a trait that is an object.
pub(crate) fn trait_object<'a>(
    definition: &'a Map<String, Value>,
    name: &str,
) -> Option<&'a Map<String, Value>> {
    traits(definition)?.get(name)?.as_object()
}

/// The value of a trait that is a string.
pub(crate) fn trait_text<'a>(definition: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    traits(definition)?.get(name)?.as_str()
}

/// Whether a trait is there.
pub(crate) fn has_trait(definition: &Map<String, Value>, name: &str) -> bool {
    traits(definition).is_some_and(|traits| traits.contains_key(name))
}

/// What the model says about it.
pub(crate) fn doc(definition: &Map<String, Value>) -> Option<&str> {
    trait_text(definition, "smithy.api#documentation")
}
