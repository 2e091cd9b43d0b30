//! Checks a declaration and builds its model. Every rule runs, even if others report mistakes.
//!
//! No rule changes its input, so the order of the rules affects only the order of the messages.

mod at;
mod build;
mod destinations;
mod direction;
mod first_item;
mod in_item;
mod items;
mod lists;
mod names;
mod one_way;
mod paths;
mod reading;
mod rules;
mod source;

use crate::attrs::Attrs;
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::model::Model;

/// Checks a declaration. Returns `None` only if a mistake was reported.
pub(crate) fn check<'a>(shape: &'a Shape<'a>, attrs: &Attrs, cx: &mut Ctxt) -> Option<Model<'a>> {
    let attrs = &at::complete(shape, attrs, cx);
    for rule in rules::ALL {
        rule(attrs, cx);
    }
    names::check(shape, attrs, cx);
    in_item::check(shape, attrs, cx);
    lists::check(shape, attrs, cx);
    direction::check(shape, attrs, cx);
    first_item::check(shape, attrs, cx);
    build::model(shape, attrs, cx).filter(|_| !cx.failed())
}
