//! Phase 1: splits an attribute into entries `key = value`, without knowing the meaning of the
//! keys.
//!
//! One invalid entry does not hide the others: after a mistake, parsing continues at the next comma
//! that looks like the start of an entry.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{
    Attribute, ExprPath, Ident, Lit, Meta, Path, Token, Type, bracketed, parenthesized, token,
};

use crate::aliases;
use crate::errors::Ctxt;
use crate::keys::{Key, Kind};
use crate::suggest::show;

/// One entry of the attribute, with a known key.
pub(crate) struct Entry {
    pub(crate) key: Key,
    /// The span of the key, for mistakes that are about the key itself.
    pub(crate) at: Span,
    /// `None` if the value could not be read, which was reported.
    pub(crate) value: Option<Value>,
}

/// A value as it was written.
pub(crate) enum Value {
    /// A key without a value.
    Nothing,
    Lit(Lit),
    /// `-1`, which no key accepts. syn would parse it as one literal, but its span would only cover
    /// the sign.
    Negative(TokenStream),
    /// A path without quotes: a function or a word.
    Path(ExprPath),
    /// `name(argument)`: a location such as `header("X")`.
    Call(Call),
    List(List),
    /// `("a", "b")`
    Tuple(List),
    /// The value of `item`.
    Type(Type),
}

/// `header("X")`
pub(crate) struct Call {
    pub(crate) name: Path,
    pub(crate) arguments: TokenStream,
    tokens: TokenStream,
}

/// `[404, short]` or `("a", "b")`
pub(crate) struct List {
    pub(crate) elements: Vec<Value>,
    tokens: TokenStream,
}

impl ToTokens for Value {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Nothing => {}
            Self::Lit(literal) => literal.to_tokens(tokens),
            Self::Negative(number) => number.to_tokens(tokens),
            Self::Path(path) => path.to_tokens(tokens),
            Self::Call(call) => call.tokens.to_tokens(tokens),
            Self::List(list) | Self::Tuple(list) => list.tokens.to_tokens(tokens),
            Self::Type(ty) => ty.to_tokens(tokens),
        }
    }
}

/// The entries of a struct's `#[paginate(..)]`.
#[derive(Default)]
pub(crate) struct Entries {
    /// The span of the word `paginate`, if there is such an attribute.
    pub(crate) attribute: Option<Span>,
    pub(crate) list: Vec<Entry>,
    /// An entry had no readable key, so no rule may report a missing key.
    pub(crate) incomplete: bool,
}

/// Reads the attribute. A second one is reported, and its entries are read too.
pub(crate) fn read(attrs: &[Attribute], cx: &mut Ctxt) -> Entries {
    let mut entries = Entries::default();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("paginate")) {
        let at = attr
            .path()
            .get_ident()
            .map_or_else(Span::call_site, Ident::span);
        if let Some(first) = entries.attribute {
            cx.error(
                at,
                "`#[paginate(..)]` is given twice: write all entries into one attribute",
            );
            cx.error(first, "(see above) the first `#[paginate(..)]` is here");
        } else {
            entries.attribute = Some(at);
        }
        match &attr.meta {
            Meta::Path(_) => {
                cx.error(at, "`#[paginate]` is empty: add how this endpoint pages, for example `#[paginate(token = \"next_page_token\", items = \"users\")]`");
                entries.incomplete = true;
            }
            Meta::NameValue(pair) => {
                cx.error_over(
                    pair,
                    "write the entries in parentheses: `#[paginate(token = \"next_page_token\", items = \"users\")]`",
                );
                entries.incomplete = true;
            }
            Meta::List(list) => {
                if !matches!(list.delimiter, syn::MacroDelimiter::Paren(_)) {
                    cx.error(
                        at,
                        "write the entries in round parentheses: `#[paginate(..)]`",
                    );
                }
                let parser = |input: ParseStream| {
                    all(input, &mut entries, cx);
                    Ok(())
                };
                // `all` never fails, but syn may still report remaining tokens.
                if let Err(error) = list.parse_args_with(parser) {
                    cx.push(error);
                }
            }
        }
    }
    entries
}

fn all(input: ParseStream, entries: &mut Entries, cx: &mut Ctxt) {
    while !input.is_empty() {
        if let Err(error) = entry(input, entries, cx) {
            cx.push(error);
            entries.incomplete = true;
            skip_to_comma(input);
        }
        if input.is_empty() {
            return;
        }
        if input.peek(Token![,]) {
            // The comma was peeked before.
            let _ = input.parse::<Token![,]>();
        } else {
            let message = match input.fork().call(Ident::parse_any) {
                Ok(next) => format!("a comma is missing before `{next}`"),
                Err(_) => "expected a comma between two entries".to_owned(),
            };
            cx.error(input.span(), message);
            if !starts_entry(input) {
                skip_to_comma(input);
            }
        }
    }
}

/// Reads one entry. After an `Err`, the rest of the entry is skipped.
fn entry(input: ParseStream, entries: &mut Entries, cx: &mut Ctxt) -> syn::Result<()> {
    if let Ok(literal) = input.fork().parse::<Lit>() {
        let hint = match &literal {
            Lit::Str(text) if Key::from_name(&text.value()).is_some() => {
                format!("keys are written without quotes: `{}`", text.value())
            }
            _ => "expected a key, such as `token` or `items`".to_owned(),
        };
        return Err(syn::Error::new(literal.span(), hint));
    }
    let name = input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(error.span(), "expected a key, such as `token` or `items`")
    })?;
    let Some(key) = Key::from_name(&name.unraw().to_string()) else {
        let hint = aliases::unknown(&name.to_string(), literal_after_equals(input).as_ref());
        return Err(syn::Error::new(name.span(), hint));
    };

    // The key is known from here on, so only its value can be invalid.
    let value = match value(key, input) {
        Ok(value) => Some(value),
        Err(error) => {
            cx.push(error);
            skip_to_comma(input);
            None
        }
    };
    if let Some(first) = entries.list.iter().find(|entry| entry.key == key) {
        cx.error(
            name.span(),
            format!(
                "duplicate key `{key}`: remove one of the two",
                key = key.name()
            ),
        );
        cx.error(
            first.at,
            format!("(see above) the first `{}` is here", key.name()),
        );
    } else {
        entries.list.push(Entry {
            key,
            at: name.span(),
            value,
        });
    }
    Ok(())
}

/// The literal after the `=` of an unknown key, if there is one.
fn literal_after_equals(input: ParseStream) -> Option<Lit> {
    let ahead = input.fork();
    ahead.parse::<Token![=]>().ok()?;
    ahead.parse().ok()
}

/// What follows the key.
fn value(key: Key, input: ParseStream) -> syn::Result<Value> {
    let example = key.example();
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(Value::Nothing);
    }
    if input.peek(Token![==]) {
        return Err(input.error(format!("a single `=` is enough: `{example}`")));
    }
    if input.peek(Token![=]) {
        let equals: Token![=] = input.parse()?;
        if input.is_empty() || input.peek(Token![,]) {
            return Err(syn::Error::new(
                equals.span,
                format!("a value is missing after `=`: `{example}`"),
            ));
        }
        return if key == Key::Item && !input.peek(Lit) {
            input.parse().map(Value::Type)
        } else {
            right_side(input)
        };
    }
    // The `=` is missing, or another sign is in its place. The message repeats what was written, if
    // that can be read.
    let at = input.span();
    if input.peek(Token![:]) && !input.peek(Token![::]) {
        return Err(syn::Error::new(
            at,
            format!("write `=` instead of `:`: `{example}`"),
        ));
    }
    if key == Key::Nested && input.peek(token::Paren) && names_a_flag(input) {
        return call(Ident::new(key.name(), at).into(), quote!(nested), input);
    }
    let written = if input.peek(token::Paren) {
        let inside;
        parenthesized!(inside in input);
        show(inside.parse::<TokenStream>()?)
    } else if let Ok(literal) = input.parse::<Lit>() {
        show(literal)
    } else if input.peek(token::Bracket) {
        show(list(input)?)
    } else {
        return Err(syn::Error::new(
            at,
            format!("expected `=` after `{}`: `{example}`", key.name()),
        ));
    };
    let written = match key {
        key if matches!(key.kind(), Kind::Word { .. }) => key.name().to_owned(),
        Key::EndOn if !written.starts_with('[') => format!("end_on = [{written}]"),
        Key::Nested if written.contains(',') => format!("nested = [{written}]"),
        _ if written.is_empty() => example.to_owned(),
        _ => format!("{} = {written}", key.name()),
    };
    Err(syn::Error::new(
        at,
        format!("`=` is missing: write `{written}`"),
    ))
}

/// What follows the `=`.
fn right_side(input: ParseStream) -> syn::Result<Value> {
    if input.peek(token::Bracket) {
        return list(input);
    }
    if input.peek(token::Paren) {
        return tuple(input);
    }
    if input.peek(Token![-]) && input.peek2(Lit) {
        let (minus, number) = (input.parse::<Token![-]>()?, input.parse::<Lit>()?);
        return Ok(Value::Negative(quote!(#minus #number)));
    }
    if input.peek(Lit) {
        return input.parse().map(Value::Lit);
    }
    if !(input.peek(Ident::peek_any) || input.peek(Token![::]) || input.peek(Token![<])) {
        return Err(input.error("expected a value: a string, a number, a list, a place such as `header(\"X\")` or the path of a function"));
    }
    let path: ExprPath = input.parse()?;
    if input.peek(token::Paren) {
        let tokens = path.to_token_stream();
        return call(path.path, tokens, input);
    }
    Ok(Value::Path(path))
}

/// Reads the parentheses after a name.
fn call(name: Path, mut tokens: TokenStream, input: ParseStream) -> syn::Result<Value> {
    let inside;
    let parens = parenthesized!(inside in input);
    let arguments: TokenStream = inside.parse()?;
    parens.surround(&mut tokens, |tokens| tokens.extend(arguments.clone()));
    Ok(Value::Call(Call {
        name,
        arguments,
        tokens,
    }))
}

/// Whether the parentheses contain a named argument: `("nodes", more = "has_more")`.
fn names_a_flag(input: ParseStream) -> bool {
    let mut ahead = input.fork().cursor();
    match ahead.group(proc_macro2::Delimiter::Parenthesis) {
        Some((inside, _, _)) => {
            ahead = inside;
            ahead
                .token_stream()
                .into_iter()
                .any(|token| matches!(token, TokenTree::Ident(_)))
        }
        None => false,
    }
}

fn list(input: ParseStream) -> syn::Result<Value> {
    let inside;
    let brackets = bracketed!(inside in input);
    let (elements, inner) = elements(&inside)?;
    let mut tokens = TokenStream::new();
    brackets.surround(&mut tokens, |tokens| tokens.extend(inner));
    Ok(Value::List(List { elements, tokens }))
}

fn tuple(input: ParseStream) -> syn::Result<Value> {
    let inside;
    let parens = parenthesized!(inside in input);
    let (elements, inner) = elements(&inside)?;
    let mut tokens = TokenStream::new();
    parens.surround(&mut tokens, |tokens| tokens.extend(inner));
    Ok(Value::Tuple(List { elements, tokens }))
}

/// Reads values that are separated by commas.
fn elements(inside: ParseStream) -> syn::Result<(Vec<Value>, TokenStream)> {
    let mut elements = Vec::new();
    let mut tokens = TokenStream::new();
    while !inside.is_empty() {
        let element = right_side(inside)?;
        element.to_tokens(&mut tokens);
        elements.push(element);
        if inside.is_empty() {
            break;
        }
        inside
            .parse::<Token![,]>()
            .map_err(|error| syn::Error::new(error.span(), "expected a comma in the list"))?
            .to_tokens(&mut tokens);
    }
    Ok((elements, tokens))
}

/// Skips to the comma that ends this entry, or to the end.
fn skip_to_comma(input: ParseStream) {
    while !input.is_empty() {
        // The commas in `Map<K, V>` do not end the entry.
        if input.peek(Token![,]) {
            let ahead = input.fork();
            let _ = ahead.parse::<Token![,]>();
            if ahead.is_empty() || starts_entry(&ahead) {
                return;
            }
        }
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Whether an entry could begin here.
fn starts_entry(input: ParseStream) -> bool {
    let ahead = input.fork();
    if ahead.parse::<Lit>().is_ok() {
        return ahead.peek(Token![=]);
    }
    ahead.call(Ident::parse_any).is_ok()
        && (ahead.is_empty()
            || ahead.peek(Token![,])
            || ahead.peek(Token![=])
            || (ahead.peek(Token![:]) && !ahead.peek(Token![::]))
            || ahead.peek(token::Paren)
            || ahead.peek(token::Bracket)
            || ahead.peek(Lit))
}
