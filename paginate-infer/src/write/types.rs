//! Rust types for shapes.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use crate::model::{Kind, Member, Shape};

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Type {
    /// A type that is written as it stands here.
    Plain(&'static str),
    List(Box<Type>),
    Map(Box<Type>),
    /// One of the structs, by its number.
    Struct(usize),
}

/// What a struct is for, which decides its derives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The response itself.
    Page,
    /// On the way from the response to what is read from it.
    Way,
    /// An item, or something inside of one.
    Item,
}

#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) part: Part,
    pub(crate) fields: Vec<Field>,
    /// What stands in its `#[paginate(..)]`; of a page only.
    pub(crate) keys: Vec<(&'static str, String)>,
    /// The first line of its documentation.
    pub(crate) about: String,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) wire: String,
    /// As it is written in a path: without `r#`.
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) optional: bool,
}

/// JSON of which nothing is known.
pub(crate) const VALUE: Type = Type::Plain("serde_json::Value");

/// All structs of a file.
#[derive(Debug, Default)]
pub(crate) struct Types {
    pub(crate) structs: Vec<Struct>,
    names: BTreeSet<String>,
    /// The struct of a type of the document.
    by_type_name: BTreeMap<String, usize>,
    /// The whole shape of a type of the document, which is cut short where the type is met again.
    whole: BTreeMap<String, Shape>,
    /// The structs of shapes without a name.
    nameless: Vec<(Shape, usize)>,
}

impl Types {
    /// Remembers the whole shapes of all types below this one.
    pub(crate) fn learn(&mut self, shape: &Shape) {
        let mut level: Vec<&Shape> = vec![shape];
        while !level.is_empty() {
            let mut next = Vec::new();
            for shape in level {
                if let (Some(name), Kind::Object) = (&shape.type_name, shape.kind) {
                    self.whole
                        .entry(name.clone())
                        .or_insert_with(|| shape.clone());
                }
                next.extend(shape.members.iter().map(|member| &member.shape));
                next.extend(shape.element.as_deref());
            }
            level = next;
        }
    }

    /// Forgets all structs from that number on.
    pub(crate) fn forget(&mut self, from: usize) {
        for of in self.structs.drain(from.min(self.structs.len())..) {
            self.names.remove(&of.name);
        }
        self.by_type_name.retain(|_, at| *at < from);
        self.nameless.retain(|(_, at)| *at < from);
    }

    /// A struct without fields yet.
    pub(crate) fn begin(&mut self, name: &str, part: Part) -> usize {
        let name = names::unused(names::pascal(name), &mut self.names);
        self.structs.push(Struct {
            name,
            part,
            fields: Vec::new(),
            keys: Vec::new(),
            about: String::new(),
        });
        self.structs.len() - 1
    }

    pub(crate) fn end(&mut self, at: usize, fields: Vec<Field>) {
        if let Some(of) = self.structs.get_mut(at) {
            of.fields = fields;
        }
    }

    /// The type of a value of this shape. `hint` names it if the document does not.
    pub(crate) fn of(&mut self, shape: &Shape, hint: &str) -> Type {
        match shape.kind {
            Kind::String => Type::Plain("String"),
            Kind::Boolean => Type::Plain("bool"),
            Kind::Integer => Type::Plain(integer(shape.format.as_deref())),
            Kind::Number => Type::Plain("f64"),
            Kind::List => Type::List(Box::new(self.element(shape, &names::singular(hint)))),
            Kind::Map => Type::Map(Box::new(self.element(shape, &names::singular(hint)))),
            Kind::Object | Kind::Recursive | Kind::Any => self.object(shape, hint),
        }
    }

    fn element(&mut self, shape: &Shape, hint: &str) -> Type {
        match shape.element.as_deref() {
            // A list that contains null.
            Some(element) if element.nullable => VALUE,
            Some(element) => self.of(element, hint),
            None => VALUE,
        }
    }

    fn object(&mut self, shape: &Shape, hint: &str) -> Type {
        let named = shape.type_name.as_deref();
        if let Some(at) = named.and_then(|name| self.by_type_name.get(name)) {
            return Type::Struct(*at);
        }
        let whole = named.and_then(|name| self.whole.get(name)).cloned();
        let shape = whole.as_ref().unwrap_or(shape);
        if shape.members.is_empty() {
            return VALUE;
        }
        if let Some((_, at)) = self.nameless.iter().find(|(known, _)| known == shape) {
            return Type::Struct(*at);
        }
        let at = self.begin(named.unwrap_or(hint), Part::Item);
        match named {
            Some(name) => {
                self.by_type_name.insert(name.to_owned(), at);
            }
            None => self.nameless.push((shape.clone(), at)),
        }
        let fields = self.fields(&shape.members);
        self.end(at, fields);
        Type::Struct(at)
    }

    fn fields(&mut self, members: &[Member]) -> Vec<Field> {
        let mut taken = BTreeSet::new();
        members
            .iter()
            .map(|member| Field {
                wire: member.name.clone(),
                name: names::unused(names::snake(&member.name), &mut taken),
                ty: self.of(&member.shape, &member.name),
                optional: !member.required || member.shape.nullable,
            })
            .collect()
    }

    /// The type as it is written in a field of that struct, boxed if the struct would contain
    /// itself.
    pub(crate) fn written(&self, owner: usize, field: &Field) -> String {
        let mut text = self.text(&field.ty);
        if let Type::Struct(at) = field.ty
            && self.contains(at, owner, &mut BTreeSet::new())
        {
            text = format!("Box<{text}>");
        }
        match field.optional && field.ty != VALUE {
            true => format!("Option<{text}>"),
            false => text,
        }
    }

    /// The type by itself.
    pub(crate) fn text(&self, ty: &Type) -> String {
        match ty {
            Type::Plain(name) => (*name).to_owned(),
            Type::List(element) => format!("Vec<{}>", self.text(element)),
            Type::Map(element) => format!("BTreeMap<String, {}>", self.text(element)),
            Type::Struct(at) => self
                .structs
                .get(*at)
                .map_or_else(String::new, |of| of.name.clone()),
        }
    }

    /// Whether the one struct holds the other by value, directly or not.
    fn contains(&self, outer: usize, inner: usize, seen: &mut BTreeSet<usize>) -> bool {
        outer == inner
            || (seen.insert(outer)
                && self.structs.get(outer).is_some_and(|of| {
                    of.fields.iter().any(|field| match field.ty {
                        Type::Struct(at) => self.contains(at, inner, seen),
                        _ => false,
                    })
                }))
    }
}

fn integer(format: Option<&str>) -> &'static str {
    match format {
        Some("int32") => "i32",
        Some("uint32") => "u32",
        Some("uint64") => "u64",
        _ => "i64",
    }
}
