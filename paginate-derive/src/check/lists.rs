//! Reports lists that are probably not the ones that an API counts, or not the items at all.

use crate::attrs::Attrs;
use crate::attrs::setting::Response;
use crate::errors::Ctxt;
use crate::input::{Field, Shape};
use crate::keys::Key;

/// Checks the path of `items`, if it is one.
pub(super) fn check(shape: &Shape<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    let Some(Response::Path(path)) = attrs.response(Key::Items) else {
        return;
    };
    offset_of_inner_lists(&path.value(), attrs, cx);
    related_objects(path, shape, cx);
}

/// Refuses `offset` with `orders[].lines[]`: an offset grows by the elements of the inner lists,
/// and most APIs count those of the outer one.
fn offset_of_inner_lists(path: &str, attrs: &Attrs, cx: &mut Ctxt) {
    let Some(offset) = attrs.request(Key::Offset) else {
        return;
    };
    let Some((outer, inner)) = path.split_once("[]") else {
        return;
    };
    if !inner.contains("[]") {
        return;
    }
    cx.error(
        offset.at,
        format!(
            "`offset` grows by the items received, here the elements of all inner lists of `{path}`, but most APIs count the elements of `{outer}`, so the walk would skip some of \
             them: write `items = \"{outer}\"` and flatten the stream, or use `page` or `token` if this API has it. If it really counts the inner elements, take them with a function: \
             `items = Self::take_items`, a `{}`",
            Key::Items.signature()
        ),
    );
}

/// Refuses `items = "included"` beside a list `data`, as in JSON:API.
fn related_objects(path: &syn::LitStr, shape: &Shape<'_>, cx: &mut Ctxt) {
    let called = |field: &Field<'_>, name: &str| field.wire.as_deref() == Some(name);
    let text = path.value();
    let included = shape.field(&text).filter(|field| called(field, "included"));
    let data = shape.lists().find(|field| called(field, "data"));
    let (Some(included), Some(data)) = (included, data) else {
        return;
    };
    let name = match included.name.as_str() {
        "included" => "`included`".to_owned(),
        name => format!("`{name}` (`included` in the JSON)"),
    };
    cx.error(
        path.span(),
        format!(
            "{name} usually holds the related objects of JSON:API, and `data` the items: write `items = \"{}\"`. If `included` really holds the items, use a function: \
             `items = Self::take_items`, a `{}`",
            data.name,
            Key::Items.signature()
        ),
    );
}
