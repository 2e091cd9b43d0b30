//! `crate = path`: where the expansion finds the runtime.

use quote::format_ident;
use syn::{Ident, Lit, LitStr, Path};

use crate::errors::Ctxt;
use crate::suggest::show;
use crate::syntax::Value;

/// The default. It begins with colons, so that a user's module with this name does not interfere.
pub(crate) fn default() -> Path {
    let runtime = format_ident!("paginate_runtime");
    syn::parse_quote!(::#runtime)
}

pub(crate) fn read(value: Value, cx: &mut Ctxt) -> Option<Path> {
    let path = match value {
        Value::Path(path) if path.qself.is_none() => path.path,
        Value::Lit(Lit::Str(text)) => match parse(&text) {
            Some(path) => path,
            None => {
                cx.error(
                    text.span(),
                    format!(
                        "`{}` is not a path: `crate = \"::paginate_runtime\"`",
                        text.value()
                    ),
                );
                return None;
            }
        },
        value => {
            cx.error_over(
                value,
                "`crate` takes the path of the runtime: `crate = ::paginate_runtime`",
            );
            return None;
        }
    };
    match refusal(&path) {
        Some(why) => {
            cx.error_over(path, why);
            None
        }
        None => Some(path),
    }
}

/// Parses a path in quotes. Every part gets the literal's span.
fn parse(text: &LitStr) -> Option<Path> {
    // rustc's own parser would report unreadable text in its own words, so pass it only words and
    // colons.
    let readable = text
        .value()
        .chars()
        .all(|c| matches!(c, '_' | ':' | '$' | ' ') || c.is_ascii_alphanumeric());
    readable
        .then(|| text.parse_with(Path::parse_mod_style).ok())
        .flatten()
}

/// Why a path is refused: only an absolute path means the same in every module.
fn refusal(path: &Path) -> Option<String> {
    let shown = show(path);
    if path
        .segments
        .iter()
        .any(|segment| !segment.arguments.is_none())
    {
        return Some(format!(
            "`{shown}` is not the path of a crate: leave out the generic arguments"
        ));
    }
    if path.leading_colon.is_some() {
        return None;
    }
    let first = path
        .segments
        .first()
        .map(|segment| &segment.ident)
        .map(Ident::to_string)?;
    match first.as_str() {
        "crate" | "$crate" => None,
        "self" | "super" => Some(format!(
            "`{shown}` means something else in each module: write the path from the root, `crate::..`"
        )),
        "Self" => {
            Some("`Self` is a type: write the path of the crate, `::paginate_runtime`".to_owned())
        }
        _ => Some(format!(
            "`{shown}` could be a crate or a module: write `::{shown}` for a crate, `crate::{shown}` for something of yours"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(path: &str) -> bool {
        refusal(&syn::parse_str(path).unwrap()).is_none()
    }

    #[test]
    fn absolute_paths_only() {
        assert!(
            verdict("::paginate_runtime")
                && verdict("::a::b")
                && verdict("crate")
                && verdict("crate::reexports::paginate")
        );
        assert!(
            !verdict("paginate_runtime")
                && !verdict("self::a")
                && !verdict("super::a")
                && !verdict("a::b")
                && !verdict("::a<u8>")
        );
    }
}
