//! Shapes of which both hold, or either.

use crate::model::{Kind, Shape};

/// Adds a part of `allOf`: both hold.
pub(super) fn add(shape: &mut Shape, part: Shape) {
    shape.nullable |= part.nullable;
    if shape.kind == Kind::Any {
        shape.kind = part.kind;
        shape.element = part.element;
        shape.format = shape.format.take().or(part.format);
        shape.type_name = shape.type_name.take().or(part.type_name);
    }
    for member in part.members {
        match shape
            .members
            .iter_mut()
            .find(|known| known.name == member.name)
        {
            Some(known) => {
                known.required |= member.required;
                if known.shape.kind == Kind::Any || member.shape.kind != Kind::Any {
                    known.shape = member.shape;
                }
            }
            None => shape.members.push(member),
        }
    }
}

/// Joins a choice: either holds, so that only what is in both is required.
pub(super) fn join(shape: &mut Shape, other: Shape) {
    shape.type_name = None;
    shape.nullable |= other.nullable;
    for member in &mut shape.members {
        let there = other.members.iter().find(|known| known.name == member.name);
        member.required &= there.is_some_and(|there| there.required);
        if let Some(there) = there.filter(|there| there.shape != member.shape) {
            member.shape = Shape {
                kind: match there.shape.kind == member.shape.kind {
                    true if member.shape.members.is_empty() => there.shape.kind,
                    _ => Kind::Any,
                },
                nullable: member.shape.nullable || there.shape.nullable,
                element: member
                    .shape
                    .element
                    .take()
                    .filter(|element| there.shape.element.as_ref() == Some(element)),
                ..Shape::default()
            };
        }
    }
    for mut member in other.members {
        if !shape.members.iter().any(|known| known.name == member.name) {
            member.required = false;
            shape.members.push(member);
        }
    }
}
