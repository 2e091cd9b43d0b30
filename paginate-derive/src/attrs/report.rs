//! Shared by the readers of values: checks of literals, and messages for values of the wrong kind.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Ident, LitStr, Path};

use crate::errors::Ctxt;
use crate::keys::Key;
use crate::location::Check;
use crate::suggest::show;
use crate::syntax::Call;

/// Reports an error at the literal if `check` refuses its text.
pub(super) fn accept(literal: &LitStr, check: Check, cx: &mut Ctxt) -> bool {
    check(&literal.value())
        .map_err(|why| cx.error(literal.span(), why))
        .is_ok()
}

/// Reports a value of the wrong kind. `wants` names the right kind, for example "the path of a
/// field".
pub(super) fn wrong_kind(key: Key, value: impl ToTokens, wants: &str, cx: &mut Ctxt) {
    cx.error_over(
        value,
        format!("`{}` takes {wants}: `{}`", key.name(), key.example()),
    );
}

/// The message for a function that is called instead of named.
pub(super) fn uncalled(key: Key, path: &Path) -> String {
    let (name, path, signature) = (key.name(), show(path), key.signature());
    format!("give the function itself, without calling it: `{name} = {path}`, a `{signature}`")
}

/// The one string inside the parentheses.
pub(super) fn argument(call: &Call, name: &Ident, cx: &mut Ctxt) -> Option<LitStr> {
    let text = string(&call.arguments);
    if text.is_none() {
        let message = format!("`{name}` takes one string: `{name}(\"..\")`");
        if call.arguments.is_empty() {
            cx.error(name.span(), message)
        } else {
            cx.error_over(&call.arguments, message)
        }
    }
    text
}

/// The string, if the tokens are one string literal.
pub(super) fn string(tokens: &TokenStream) -> Option<LitStr> {
    syn::parse2(tokens.clone()).ok()
}
