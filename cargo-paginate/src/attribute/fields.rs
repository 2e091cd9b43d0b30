//! From the names of Rust fields to names on the wire.

use std::collections::BTreeMap;

use paginate_infer::declaration::Path;
use paginate_infer::write::renamed;
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Attribute, Field, GenericArgument, ItemStruct, Meta, PathArguments, Token, Type};

use super::text;

/// The structs of a file.
pub(crate) struct Structs<'a> {
    /// Of two with the same name the first.
    by_name: BTreeMap<String, &'a ItemStruct>,
}

impl<'a> Structs<'a> {
    pub(crate) fn of(all: &[&'a ItemStruct]) -> Self {
        let mut by_name = BTreeMap::new();
        for item in all {
            by_name.entry(item.ident.to_string()).or_insert(*item);
        }
        Self { by_name }
    }

    /// A path of Rust fields in names on the wire.
    pub(crate) fn path(&self, owner: &ItemStruct, path: &str, at: Span) -> syn::Result<Path> {
        let mut steps = Vec::new();
        let mut of = Some(owner);
        for segment in path.split('.') {
            let (name, brackets) = match segment.split_once('[') {
                Some((name, brackets)) => (name, format!("[{brackets}")),
                None => (segment, String::new()),
            };
            let Some(known) = of else {
                // A type of another file: its names are taken as they are.
                steps.push(name.to_owned());
                push_brackets(&brackets, &mut steps);
                continue;
            };
            let Some((number, field)) = field(known, name) else {
                let text = format!("`{}` has no field `{name}`", known.ident);
                return Err(syn::Error::new(at, text));
            };
            match &field.ident {
                Some(_) => steps.push(wire(known, field)),
                None => steps.push(format!("[{number}]")),
            }
            push_brackets(&brackets, &mut steps);
            of = innermost(&field.ty).and_then(|name| self.by_name.get(&name).copied());
        }
        // `pages[].rows[]` names a list in each element; the brackets at the end say nothing more.
        if path.ends_with("[]") {
            steps.pop();
        }
        Ok(Path(steps))
    }
}

/// `[0][]` as two steps.
fn push_brackets(brackets: &str, steps: &mut Vec<String>) {
    let parts = brackets.split_inclusive(']').map(str::to_owned);
    steps.extend(parts);
}

fn field<'a>(of: &'a ItemStruct, name: &str) -> Option<(usize, &'a Field)> {
    let name = name.strip_prefix("r#").unwrap_or(name);
    of.fields
        .iter()
        .enumerate()
        .find(|(number, field)| match &field.ident {
            Some(ident) => ident.unraw() == name,
            None => number.to_string() == name,
        })
}

/// Whether the type visibly is a list.
pub(crate) fn is_list(ty: &Type) -> bool {
    let Some((name, inner)) = outer(ty) else {
        return false;
    };
    match name.as_str() {
        "Vec" | "VecDeque" => true,
        "Option" | "Box" => inner.is_some_and(is_list),
        _ => false,
    }
}

/// The name of the type inside of options, boxes and lists.
fn innermost(ty: &Type) -> Option<String> {
    let (name, inner) = outer(ty)?;
    match (name.as_str(), inner) {
        ("Option" | "Box" | "Vec" | "VecDeque", Some(inner)) => innermost(inner),
        _ => Some(name),
    }
}

/// The name of a type, and its last type argument.
fn outer(ty: &Type) -> Option<(String, Option<&Type>)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let inner = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments
                .args
                .iter()
                .rev()
                .find_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                })
        }
        _ => None,
    };
    Some((last.ident.to_string(), inner))
}

/// The name of a field on the wire.
fn wire(of: &ItemStruct, field: &Field) -> String {
    let name = field
        .ident
        .as_ref()
        .map(|ident| ident.unraw().to_string())
        .unwrap_or_default();
    if let Some(name) = serde(&field.attrs, "rename") {
        return name;
    }
    let rule = serde(&of.attrs, "rename_all");
    renamed(rule.as_deref().unwrap_or_default(), &name)
}

/// The `x` of `#[serde(key = "x")]` and of `#[serde(key(deserialize = "x"))]`.
fn serde(attrs: &[Attribute], key: &str) -> Option<String> {
    let entries = attrs
        .iter()
        .filter(|attr| attr.path().is_ident("serde"))
        .filter_map(|attr| {
            attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                .ok()
        })
        .flatten();
    entries
        .into_iter()
        .filter(|meta| meta.path().is_ident(key))
        .find_map(|meta| match meta {
            Meta::NameValue(pair) => text(&pair.value).map(|text| text.value()),
            Meta::List(list) => list
                .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                .ok()?
                .iter()
                .find_map(|meta| match meta {
                    Meta::NameValue(pair) if pair.path.is_ident("deserialize") => {
                        text(&pair.value).map(|text| text.value())
                    }
                    _ => None,
                }),
            Meta::Path(_) => None,
        })
}
