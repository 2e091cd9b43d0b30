//! The common beginning of several paths: with `at = "data.users"`, `token =
//! ".page_info.end_cursor"` is `"data.users.page_info.end_cursor"`.

use syn::LitStr;

use super::paths;
use crate::attrs::Attrs;
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::keys::Key;

/// The same attribute, with this beginning added to each path that starts with a dot.
pub(super) fn complete(shape: &Shape<'_>, attrs: &Attrs, cx: &mut Ctxt) -> Attrs {
    let given = attrs.text(Key::At);
    // Checked once, not with each path, so that a mistake in it is one message.
    let prefix = given.filter(|prefix| paths::resolve(Key::At, prefix, shape, cx).is_some());
    let mut used = false;
    let completed = attrs.with_paths(|key, path| {
        let text = path.value();
        let Some(rest) = text.strip_prefix('.') else {
            return Some(path.clone());
        };
        used = true;
        if let Some(prefix) = prefix {
            return Some(LitStr::new(&format!("{}{text}", prefix.value()), path.span()));
        }
        // An invalid beginning was already reported.
        if !attrs.has(Key::At) {
            let name = key.name();
            cx.error(
                path.span(),
                format!(
                    "`{text}` begins with a dot, but there is no `at`: add `at = \"..\"`, or write the whole path: `{name} = \"{rest}\"`"
                ),
            );
        }
        None
    });
    if let Some(prefix) = given.filter(|_| !used && !attrs.incomplete) {
        let path = prefix.value();
        cx.error(
            prefix.span(),
            format!("no path uses `at`: begin each path inside `{path}` with a dot, such as `items = \".users\"`, or remove `at`"),
        );
    }
    completed
}
