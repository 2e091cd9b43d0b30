//! The members of a JSON body as parameters.

use crate::model::{Kind, Parameter, Place, Shape};

/// The levels of a body in which parameters are looked for.
const LEVELS: usize = 3;

/// Appends each member of a body to the parameters, with dots in the names of nested ones.
pub(crate) fn body(shape: &Shape, place: Place, parameters: &mut Vec<Parameter>) {
    members(shape, "", place, LEVELS, parameters);
}

fn members(
    shape: &Shape,
    prefix: &str,
    place: Place,
    levels: usize,
    parameters: &mut Vec<Parameter>,
) {
    for member in &shape.members {
        let name = format!("{prefix}{}", member.name);
        if member.shape.kind == Kind::Object && levels > 1 {
            let prefix = format!("{name}.");
            members(&member.shape, &prefix, place, levels - 1, parameters);
        }
        // What is below is reached by the names of its own; only the value's kind is of use here.
        let shape = Shape {
            kind: member.shape.kind,
            type_name: member.shape.type_name.clone(),
            format: member.shape.format.clone(),
            default: member.shape.default,
            min: member.shape.min,
            max: member.shape.max,
            ..Shape::default()
        };
        parameters.push(Parameter {
            required: member.required,
            description: member.description.clone(),
            ..Parameter::of(name, place, shape)
        });
    }
}
