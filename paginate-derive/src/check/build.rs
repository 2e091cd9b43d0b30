//! Builds the model of a declaration, including what is read besides the source and the items.

use super::destinations;
use super::items::{self, items, nested};
use super::reading::{is_function, reading};
use super::source::source;
use crate::attrs::Attrs;
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::keys::{Key, Kind};
use crate::model::{Items, Model, Reading, Signal, Source};

/// Builds the model. All parts are built before the first `?`, so that each reports its own
/// mistakes.
pub(super) fn model<'a>(shape: &'a Shape<'a>, attrs: &Attrs, cx: &mut Ctxt) -> Option<Model<'a>> {
    let source = source(shape, attrs, cx);
    if let Some(source) = &source {
        destinations::of_their_own(source, attrs, cx);
    }
    let signals = signals(shape, attrs, cx);
    let used: Vec<&str> = signals
        .iter()
        .map(|signal| &signal.from)
        .chain(source.iter().flat_map(Source::readings))
        .filter_map(Reading::own_field)
        .collect();
    let items = items(shape, attrs, &used, cx);
    let decode = attrs
        .function(Key::Decode)
        .filter(|function| is_function(Key::Decode, function, shape, cx));
    let nested = nested(attrs, cx);
    if let Some(Items::Function { .. }) = &items {
        items::can_be_looked_at(shape, attrs, cx);
    }
    Some(Model {
        shape,
        runtime: attrs.runtime(),
        source: source?,
        items: items?,
        signals,
        end_on: attrs.end_on().iter().map(|word| word.end).collect(),
        size: attrs.request(Key::Size).map(|size| size.place.clone()),
        numbers: numbers(attrs),
        continue_at: attrs.text(Key::ContinueAt).map(|path| path.value()),
        decode: decode.cloned(),
        nested,
        repeats: attrs.word(Key::Repeats),
    })
}

/// The given numbers, in the order of the table of keys.
fn numbers(attrs: &Attrs) -> Vec<(Key, u64)> {
    let keys = Key::ALL
        .iter()
        .filter(|key| matches!(key.kind(), Kind::Number { .. }));
    keys.filter_map(|key| Some((*key, attrs.number(*key)?.value)))
        .collect()
}

/// The signals: all that is read besides the source and the items.
fn signals<'a>(shape: &'a Shape<'a>, attrs: &Attrs, cx: &mut Ctxt) -> Vec<Signal<'a>> {
    Key::signals()
        .filter_map(|key| {
            let from = reading(shape, key, attrs.response(key)?, cx)?;
            Some(Signal { key, from })
        })
        .collect()
}
