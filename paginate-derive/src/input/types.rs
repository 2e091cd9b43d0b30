//! What a macro can see of a field's type without resolving its names.
//!
//! A macro sees words, not types: it takes `Vec<User>` literally, and an alias hides everything. So
//! these functions only improve a message or a default; the runtime's traits decide what a type can
//! do.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Generics, Ident, PathArguments, PathSegment, Type};

/// The type without parentheses and the invisible groups of `macro_rules!`.
fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => plain(&group.elem),
        Type::Paren(paren) => plain(&paren.elem),
        other => other,
    }
}

fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match plain(ty) {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}

/// The `T` of `Name<T>`.
fn inside<'a>(ty: &'a Type, names: &[&str]) -> Option<&'a Type> {
    let segment = last_segment(ty)?;
    if !names.iter().any(|name| segment.ident == name) {
        return None;
    }
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    }
}

/// The item type of a field that is visibly a list: `Vec<T>`, `VecDeque<T>`, `Box<[T]>`, or an
/// option or box of one.
pub(crate) fn list_item(ty: &Type) -> Option<&Type> {
    if let Some(item) = inside(ty, &["Vec", "VecDeque"]) {
        return Some(item);
    }
    let inner = inside(ty, &["Option", "Box"])?;
    match plain(inner) {
        Type::Slice(slice) => Some(&slice.elem),
        inner => list_item(inner),
    }
}

pub(crate) fn is_option(ty: &Type) -> bool {
    inside(ty, &["Option"]).is_some()
}

/// Whether every value of the type is a token, so that it can never mean that there is no next
/// page.
pub(crate) fn is_integer(ty: &Type) -> bool {
    const INTEGERS: [&str; 12] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
    ];
    last_segment(ty).is_some_and(|segment| INTEGERS.iter().any(|name| segment.ident == name))
}

/// Whether the type is a single value or an option of one, not a map.
pub(crate) fn is_single(ty: &Type) -> bool {
    is_integer(ty)
        || last_segment(ty)
            .is_some_and(|segment| segment.ident == "String" || segment.ident == "bool")
        || inside(ty, &["Option"]).is_some_and(is_single)
}

/// Whether every value of the type is a link.
pub(crate) fn is_url(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|segment| {
        segment.arguments.is_none() && (segment.ident == "Url" || segment.ident == "Uri")
    })
}

/// Whether the type is `serde_json::Value`, which has no fields. The whole path is compared,
/// because `Value` alone can be a struct of the user.
pub(crate) fn is_json(ty: &Type) -> bool {
    let Type::Path(path) = plain(ty) else {
        return false;
    };
    let mut names = path
        .path
        .segments
        .iter()
        .rev()
        .map(|segment| &segment.ident);
    path.qself.is_none()
        && names.next().is_some_and(|name| name == "Value")
        && names.next().is_some_and(|name| name == "serde_json")
}

/// Whether the type visibly borrows with this lifetime. A `Cow` can own its content, and
/// `PhantomData` has none.
pub(crate) fn borrows(ty: &Type, lifetime: &str) -> bool {
    fn occurs(tokens: TokenStream, name: &str) -> bool {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        // Matches `Cow < ' a` and `PhantomData < & ' a`, backwards from the lifetime's name.
        let before = |at: usize, back: usize| {
            at.checked_sub(back)
                .and_then(|at| tokens.get(at))
                .map(ToString::to_string)
        };
        let is = |at: usize, back: usize, text: &str| {
            before(at, back).is_some_and(|token| token == text)
        };
        tokens.iter().enumerate().any(|(at, token)| match token {
            TokenTree::Group(group) => occurs(group.stream(), name),
            TokenTree::Ident(ident) if ident == name && is(at, 1, "'") => {
                let in_cow = is(at, 2, "<") && is(at, 3, "Cow");
                let in_phantom = is(at, 2, "&") && is(at, 3, "<") && is(at, 4, "PhantomData");
                !in_cow && !in_phantom
            }
            _ => false,
        })
    }
    occurs(ty.to_token_stream(), lifetime.trim_start_matches('\''))
}

/// Whether the two types are visibly different: neither is a path to the other's name.
pub(crate) fn contradict(a: &Type, b: &Type) -> bool {
    match (last_segment(a), last_segment(b)) {
        (Some(a), Some(b)) => a.ident != b.ident,
        (None, None) => a.to_token_stream().to_string() != b.to_token_stream().to_string(),
        _ => true,
    }
}

/// Whether a type parameter of the struct occurs in the type. Then a bound on the type is needed,
/// and possible.
pub(crate) fn mentions_parameter(ty: &Type, generics: &Generics) -> bool {
    fn occurs(tokens: TokenStream, names: &[&Ident]) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => names.contains(&&ident),
            TokenTree::Group(group) => occurs(group.stream(), names),
            _ => false,
        })
    }
    let names: Vec<&Ident> = generics
        .type_params()
        .map(|parameter| &parameter.ident)
        .collect();
    !names.is_empty() && occurs(ty.to_token_stream(), &names)
}
