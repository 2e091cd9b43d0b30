//! The model that a declaration leaves behind, and what is read beside source and items.

use super::items::{self, items, nested};
use super::reading::{is_function, reading};
use super::sinks;
use super::source::source;
use crate::attrs::Attrs;
use crate::attrs::crate_path;
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::keys::Key;
use crate::model::{Items, Model, Reading, Role, Sign, Source};

/// Builds the model. Every part is tried, so that each reports its own mistakes, before the first `?`.
pub(super) fn model<'a>(shape: &'a Shape<'a>, mut attrs: Attrs, cx: &mut Ctxt) -> Option<Model<'a>> {
    let written = sinks::Written::read(&attrs);
    let source = source(shape, &mut attrs, cx);
    if let Some(source) = &source {
        sinks::of_their_own(source, attrs.size.as_ref(), &written, cx);
    }
    let signs = signs(shape, &mut attrs, cx);
    let used: Vec<&str> = signs
        .iter()
        .map(|sign| &sign.from)
        .chain(source.iter().flat_map(Source::readings))
        .filter_map(Reading::own_field)
        .collect();
    let items = items(shape, &mut attrs, &used, cx);
    let decode = attrs.decode.take().filter(|function| is_function(Key::Decode, function, shape, cx));
    let nested = nested(&attrs, cx);
    if let Some(Items::Function { .. }) = &items {
        items::can_be_looked_at(shape, &attrs, cx);
    }

    let bounds = [("max", &attrs.max), ("min", &attrs.min), ("prefer", &attrs.prefer)];
    let bounds = bounds
        .into_iter()
        .filter_map(|(name, number)| Some((name, number.as_ref()?.value)))
        .collect();
    Some(Model {
        shape,
        krate: attrs.krate.unwrap_or_else(crate_path::default),
        source: source?,
        items: items?,
        signs,
        end_on: attrs.end_on,
        size: attrs.size.map(|size| size.place),
        bounds,
        start: attrs.start.map(|start| start.value),
        continue_at: attrs.continue_at.map(|path| path.value()),
        decode,
        nested,
        repeats: attrs.repeats,
    })
}

/// Everything that is read beside the source.
fn signs<'a>(shape: &'a Shape<'a>, attrs: &mut Attrs, cx: &mut Ctxt) -> Vec<Sign<'a>> {
    let given = [
        (Role::More, Key::More, attrs.more.take()),
        (Role::Done, Key::Done, attrs.done.take()),
        (Role::Pages, Key::Pages, attrs.pages.take()),
        (Role::Total, Key::Total, attrs.total.take()),
        (Role::Ok, Key::Ok, attrs.ok.take()),
        (Role::Error, Key::Error, attrs.error.take()),
        (Role::Ready, Key::Ready, attrs.ready.take()),
    ];
    given
        .into_iter()
        .filter_map(|(role, key, from)| {
            Some(Sign {
                role,
                from: reading(shape, key, from?, cx)?,
            })
        })
        .collect()
}
