//! Values that are not locations: names, types, functions, numbers.

use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{ExprPath, Ident, Lit, LitStr, Token, Type};

use super::report::{uncalled, wrong_kind};
use super::setting::{NestedList, Number};
use crate::errors::Ctxt;
use crate::keys::Key;
use crate::syntax::{Call, List, Value};

pub(super) fn text(key: Key, value: Value, wants: &str, cx: &mut Ctxt) -> Option<LitStr> {
    match value {
        Value::Lit(Lit::Str(text)) => Some(text),
        Value::Path(path) if path.path.get_ident().is_some() => {
            let word = path.to_token_stream().to_string();
            cx.error_over(
                path,
                format!(
                    "`{}` takes {wants}, in quotes: `{} = \"{word}\"`",
                    key.name(),
                    key.name()
                ),
            );
            None
        }
        value => {
            wrong_kind(key, value, wants, cx);
            None
        }
    }
}

pub(super) fn function(key: Key, value: Value, cx: &mut Ctxt) -> Option<ExprPath> {
    match value {
        Value::Path(path) => Some(path),
        Value::Lit(Lit::Str(text)) => {
            cx.error(
                text.span(),
                format!(
                    "`{0}` takes the path of a function, without quotes: `{0} = {1}`, a `{2}`",
                    key.name(),
                    text.value(),
                    key.signature()
                ),
            );
            None
        }
        Value::Call(call) => {
            cx.error_over(&call.name, uncalled(key, &call.name));
            None
        }
        value => {
            wrong_kind(key, value, "the path of a function", cx);
            None
        }
    }
}

pub(super) fn item(value: Value, cx: &mut Ctxt) -> Option<Type> {
    match value {
        Value::Type(ty) => Some(ty),
        Value::Lit(Lit::Str(text)) => {
            cx.error(
                text.span(),
                format!(
                    "`item` takes a type, without quotes: `item = {}`",
                    text.value()
                ),
            );
            None
        }
        value => {
            wrong_kind(Key::Item, value, "a type", cx);
            None
        }
    }
}

pub(super) fn number(key: Key, value: Value, least: u64, cx: &mut Ctxt) -> Option<Number> {
    let wants = if least == 0 {
        "a number"
    } else {
        "a number of items"
    };
    match value {
        Value::Lit(Lit::Int(literal)) => match literal.base10_parse::<u64>() {
            Ok(value) if value >= least => Some(Number {
                value,
                at: literal.span(),
            }),
            Ok(value) => {
                cx.error(
                    literal.span(),
                    format!(
                        "`{} = {value}` is too small: a page has at least {least} item",
                        key.name()
                    ),
                );
                None
            }
            Err(_) => {
                cx.error(literal.span(), out_of_range(key, wants, least));
                None
            }
        },
        value @ Value::Negative(_) => {
            cx.error_over(value, out_of_range(key, wants, least));
            None
        }
        Value::Lit(Lit::Str(text)) if text.value().trim().parse::<u64>().is_ok() => {
            cx.error(
                text.span(),
                format!(
                    "`{0}` takes a number, without quotes: `{0} = {1}`",
                    key.name(),
                    text.value().trim()
                ),
            );
            None
        }
        Value::Path(path) => {
            let why = "the attribute cannot look up constants";
            cx.error_over(
                path,
                format!(
                    "`{}` takes a number written out, {why}: `{}`",
                    key.name(),
                    key.example()
                ),
            );
            None
        }
        value => {
            wrong_kind(key, value, wants, cx);
            None
        }
    }
}

fn out_of_range(key: Key, wants: &str, least: u64) -> String {
    format!(
        "`{}` takes {wants} from {least} to {}: `{}`",
        key.name(),
        u64::MAX,
        key.example()
    )
}

pub(super) fn nested(value: Value, cx: &mut Ctxt) -> Vec<NestedList> {
    let elements = match value {
        Value::List(List { elements, .. }) if !elements.is_empty() => elements,
        value @ Value::List(_) => {
            cx.error_over(
                value,
                format!(
                    "`nested` is empty: leave it out, or name a list inside an item: `{}`",
                    Key::Nested.example()
                ),
            );
            return Vec::new();
        }
        value => vec![value],
    };
    let mut lists: Vec<NestedList> = Vec::new();
    for element in elements {
        let list = match element {
            Value::Call(call) if call.name.is_ident(Key::Nested.name()) => {
                nested_with_flag(&call, cx)
            }
            element => text(
                Key::Nested,
                element,
                "the path of a list inside an item",
                cx,
            )
            .map(|path| NestedList { path, more: None }),
        };
        let Some(list) = list else { continue };
        if lists
            .iter()
            .any(|given| given.path.value() == list.path.value())
        {
            cx.error(
                list.path.span(),
                format!(
                    "\"{}\" is in the list already: remove one",
                    list.path.value()
                ),
            );
        } else {
            lists.push(list);
        }
    }
    lists
}

/// `nested("nodes", more = "page_info.has_next_page")`
fn nested_with_flag(call: &Call, cx: &mut Ctxt) -> Option<NestedList> {
    let example = "nested(\"line_items.nodes\", more = \"line_items.page_info.has_next_page\")";
    let parser = |input: ParseStream<'_>| {
        let path: LitStr = input.parse()?;
        input.parse::<Token![,]>()?;
        let key: Ident = input.parse()?;
        if key != Key::More.name() {
            return Err(syn::Error::new(key.span(), ""));
        }
        input.parse::<Token![=]>()?;
        let more: LitStr = input.parse()?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        Ok(NestedList {
            path,
            more: Some(more),
        })
    };
    match parser.parse2(call.arguments.clone()) {
        Ok(list) => Some(list),
        Err(error) => {
            let at = if call.arguments.is_empty() {
                call.name.span()
            } else {
                error.span()
            };
            cx.error(
                at,
                format!("for a list inside an item that has a flag of its own, give the path of the list and that of its flag, both from the item: `{example}`"),
            );
            None
        }
    }
}

/// Whether a key without a value was written without one. `default` says what applies without the
/// key.
pub(super) fn word(key: Key, value: Value, default: &str, cx: &mut Ctxt) -> bool {
    let name = key.name();
    match value {
        Value::Nothing => return true,
        Value::Lit(Lit::Bool(flag)) if !flag.value => {
            cx.error(
                flag.span,
                format!("`{name}` takes no value: leave the key out, {default}"),
            );
        }
        value => cx.error_over(
            value,
            format!("`{name}` takes no value: write the key alone"),
        ),
    }
    false
}
