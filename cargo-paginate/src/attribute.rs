//! `#[paginate(..)]` in a Rust file, in names on the wire.

use paginate_infer::declaration::{Declaration, Mode, Path, RequestLocation, ResponseLocation};
use paginate_infer::model::Place;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Fields, Ident, Item, ItemStruct, Lit, LitStr, Token, Type};

mod fields;

use fields::Structs;

/// A declaration in a file.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) declaration: Declaration,
    /// Keys that recorded pages say nothing about.
    pub(crate) unread: Vec<String>,
}

/// All declarations of a file.
pub(crate) fn declarations(text: &str) -> syn::Result<Vec<Found>> {
    let file = syn::parse_file(text)?;
    let mut all = Vec::new();
    collect(&file.items, &mut all);
    let structs = Structs::of(&all);
    let mut found = Vec::new();
    for item in all {
        let attribute = item
            .attrs
            .iter()
            .find(|attr| attr.path().is_ident("paginate"));
        let Some(attribute) = attribute else { continue };
        let keys = attribute.parse_args_with(Punctuated::<Key, Token![,]>::parse_terminated)?;
        let reader = Reader {
            structs: &structs,
            owner: item,
            keys: keys.into_iter().collect(),
        };
        let (declaration, unread) = reader.declaration()?;
        found.push(Found {
            name: item.ident.to_string(),
            line: item.ident.span().start().line,
            declaration,
            unread,
        });
    }
    Ok(found)
}

/// All structs, those in modules too.
fn collect<'a>(items: &'a [Item], all: &mut Vec<&'a ItemStruct>) {
    for item in items {
        match item {
            Item::Struct(item) => all.push(item),
            Item::Mod(module) => {
                if let Some((_, items)) = &module.content {
                    collect(items, all);
                }
            }
            _ => {}
        }
    }
}

/// One entry of the attribute.
struct Key {
    name: Ident,
    value: Value,
}

enum Value {
    Expr(Box<Expr>),
    /// A word, a type, or whatever else says nothing about pages.
    Other,
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = Ident::parse_any(input)?;
        if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            if name == "item" {
                input.parse::<Type>()?;
                return Ok(Self {
                    name,
                    value: Value::Other,
                });
            }
            if name == "crate" {
                input.parse::<syn::Path>()?;
                return Ok(Self {
                    name,
                    value: Value::Other,
                });
            }
            let value = Value::Expr(Box::new(input.parse()?));
            return Ok(Self { name, value });
        }
        if input.peek(syn::token::Paren) {
            let inside;
            syn::parenthesized!(inside in input);
            inside.parse::<proc_macro2::TokenStream>()?;
        }
        Ok(Self {
            name,
            value: Value::Other,
        })
    }
}

struct Reader<'a> {
    structs: &'a Structs<'a>,
    owner: &'a ItemStruct,
    keys: Vec<Key>,
}

impl Reader<'_> {
    fn value(&self, name: &str) -> Option<&Expr> {
        self.keys.iter().find_map(|key| match &key.value {
            Value::Expr(value) if key.name == name => Some(&**value),
            _ => None,
        })
    }

    fn declaration(&self) -> syn::Result<(Declaration, Vec<String>)> {
        let mut declaration = Declaration::default();
        let mut unread = Vec::new();
        declaration.mode = self.mode(&mut unread)?;
        let items = match self.value("items") {
            Some(items) => text(items),
            None => self.only_list(),
        };
        match &items {
            Some(path)
                if path.value() == "0" && matches!(self.owner.fields, Fields::Unnamed(_)) =>
            {
                declaration.is_list = true;
            }
            Some(path) => declaration.items = Some(self.path(path)?),
            None => unread.push("`items`".to_owned()),
        }
        for (name, into) in [
            ("more", &mut declaration.more),
            ("done", &mut declaration.done),
            ("total", &mut declaration.total),
            ("pages", &mut declaration.pages),
            ("ok", &mut declaration.ok),
            ("error", &mut declaration.error),
        ] {
            if let Some(value) = self.value(name) {
                *into = self.read(value)?;
                if into.is_none() {
                    unread.push(format!("`{name}`, which a function reads,"));
                }
            }
        }
        self.sizes(&mut declaration)?;
        let others = [
            "end_on",
            "nested",
            "ready",
            "decode",
            "inclusive",
            "repeats",
        ];
        let others = self
            .keys
            .iter()
            .filter(|key| others.iter().any(|name| key.name == name));
        unread.extend(others.map(|key| format!("`{}`", key.name)));
        Ok((declaration, unread))
    }

    fn sizes(&self, declaration: &mut Declaration) -> syn::Result<()> {
        declaration.size = match self.value("size") {
            Some(size) => written(size)?,
            None if self.value("max").is_some() || self.value("prefer").is_some() => {
                Some(query("page_size"))
            }
            None => None,
        };
        declaration.max = self.value("max").and_then(number);
        declaration.min = self.value("min").and_then(number);
        declaration.start = self.value("start").and_then(number);
        Ok(())
    }

    fn mode(&self, unread: &mut Vec<String>) -> syn::Result<Option<Mode>> {
        if let Some(token) = self.value("token") {
            let from = parts(token);
            let to = self.value("param").map(parts).unwrap_or_default();
            let mut pairs = Vec::new();
            for (at, value) in from.iter().enumerate() {
                let Some(from) = self.read(value)? else {
                    unread.push("`token`, which a function reads,".to_owned());
                    return Ok(None);
                };
                let to = match to.get(at) {
                    Some(to) => written(to)?,
                    None => self.default_param(&from),
                };
                let Some(to) = to else {
                    let text = "the request location of the token is missing: add `param`";
                    return Err(syn::Error::new(value.span(), text));
                };
                pairs.push((from, to));
            }
            return Ok(Some(Mode::Token(pairs)));
        }
        if let Some(url) = self.value("next_url") {
            let from = self.read(url)?;
            if from.is_none() {
                unread.push("`next_url`, which a function reads,".to_owned());
            }
            return Ok(from.map(Mode::NextUrl));
        }
        for (name, mode) in [("page", Mode::Page as fn(_) -> _), ("offset", Mode::Offset)] {
            if let Some(to) = self.value(name) {
                return Ok(written(to)?.map(mode));
            }
        }
        if let (Some(key), Some(to)) = (self.value("last_item"), self.value("param")) {
            let (Some(key), Some(to)) = (text(key), written(to)?) else {
                return Ok(None);
            };
            let key = self.in_item(&key)?;
            return Ok(Some(Mode::LastItem(key, to)));
        }
        unread.push("how the next page is reached".to_owned());
        Ok(None)
    }

    /// A token's own name.
    fn default_param(&self, from: &ResponseLocation) -> Option<RequestLocation> {
        match from {
            ResponseLocation::Member(path) => match path.0.as_slice() {
                [name] => Some(query(name)),
                _ => None,
            },
            _ => None,
        }
    }

    /// A response location; `None` for a function.
    fn read(&self, value: &Expr) -> syn::Result<Option<ResponseLocation>> {
        if let Some(path) = text(value) {
            return Ok(Some(ResponseLocation::Member(self.path(&path)?)));
        }
        Ok(match call(value) {
            Some((name, argument)) if name == "header" => Some(ResponseLocation::Header(argument)),
            Some((name, argument)) if name == "link" => Some(ResponseLocation::Link(argument)),
            _ => None,
        })
    }

    /// A path in names on the wire.
    fn path(&self, path: &LitStr) -> syn::Result<Path> {
        self.structs
            .path(self.owner, &self.whole(path), path.span())
    }

    /// A path from the page on: one that begins with a dot is inside of `at`.
    fn whole(&self, path: &LitStr) -> String {
        match (path.value(), self.value("at").and_then(text)) {
            (inside, Some(at)) if inside.starts_with('.') => at.value() + &inside,
            (whole, _) => whole,
        }
    }

    /// A path that begins at an item.
    fn in_item(&self, key: &LitStr) -> syn::Result<Path> {
        let items = self
            .value("items")
            .and_then(text)
            .or_else(|| self.only_list());
        let Some(items) = items else {
            return Ok(Path(key.value().split('.').map(str::to_owned).collect()));
        };
        let items = self.whole(&items);
        let list = items.split("[]").next().unwrap_or_default().to_owned();
        let steps = list.split('.').count();
        let whole = format!("{list}[].{}", key.value());
        let path = self.structs.path(self.owner, &whole, key.span())?;
        Ok(Path(path.0.into_iter().skip(steps + 1).collect()))
    }

    /// The only list of the struct.
    fn only_list(&self) -> Option<LitStr> {
        let fields = self.owner.fields.iter().enumerate();
        let mut lists =
            fields
                .filter(|(_, field)| fields::is_list(&field.ty))
                .map(|(at, field)| match &field.ident {
                    Some(name) => LitStr::new(&name.unraw().to_string(), name.span()),
                    None => LitStr::new(&at.to_string(), field.ty.span()),
                });
        let only = lists.next()?;
        lists.next().is_none().then_some(only)
    }
}

fn query(name: &str) -> RequestLocation {
    RequestLocation {
        place: Place::Query,
        name: name.to_owned(),
    }
}

/// The entries of a tuple, or the one value.
fn parts(value: &Expr) -> Vec<&Expr> {
    match value {
        Expr::Tuple(tuple) => tuple.elems.iter().collect(),
        other => vec![other],
    }
}

/// A request location; `None` for one that recordings do not show.
fn written(value: &Expr) -> syn::Result<Option<RequestLocation>> {
    if let Some(name) = text(value) {
        return Ok(Some(query(&name.value())));
    }
    let Some((name, argument)) = call(value) else {
        return Ok(None);
    };
    let place = match name.as_str() {
        "header" => Place::Header,
        "body" => Place::Body,
        "form" => Place::Form,
        "json" => Place::Query,
        _ => {
            let text = format!(
                "`{name}` is no request location: `header(..)`, `body(..)`, `form(..)` and `json(..)` are"
            );
            return Err(syn::Error::new(value.span(), text));
        }
    };
    Ok(Some(RequestLocation {
        place,
        name: argument,
    }))
}

fn text(value: &Expr) -> Option<LitStr> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn number(value: &Expr) -> Option<u64> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

/// `header("Name")`
fn call(value: &Expr) -> Option<(String, String)> {
    let Expr::Call(call) = value else { return None };
    let Expr::Path(name) = &*call.func else {
        return None;
    };
    let argument = text(call.args.first()?)?;
    Some((name.path.get_ident()?.to_string(), argument.value()))
}
