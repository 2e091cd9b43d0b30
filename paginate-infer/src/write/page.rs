//! The struct of the response: what the declaration reads, and nothing else.

use std::collections::BTreeSet;

use super::error::WriteError;
use super::names;
use super::types::{Field, Part, Type, Types, VALUE};
use crate::declaration::Path;
use crate::model::{Kind, Shape};

/// What a value of the response is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Items,
    /// A list that is kept, and that no key reads.
    Other,
    Token {
        /// A sample shows that an empty text ends the walk.
        ends: bool,
    },
    Url,
    Count,
    Flag,
    Error,
}

/// A value that the declaration reads.
#[derive(Debug)]
pub(crate) struct Need {
    steps: Vec<Step>,
    role: Role,
    /// The path in Rust names.
    pub(crate) path: String,
    /// The type of an item.
    pub(crate) item: Option<Type>,
}

impl Need {
    pub(crate) fn new(path: &Path, role: Role) -> Self {
        Self {
            steps: path.0.iter().flat_map(|step| steps(step)).collect(),
            role,
            path: String::new(),
            item: None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Member(String),
    Each,
    At(u32),
}

/// One step, or a name with brackets behind it, which are two.
fn steps(text: &str) -> Vec<Step> {
    let bracket = |inside: &str| match inside {
        "" => Some(Step::Each),
        number => number.parse().ok().map(Step::At),
    };
    if let Some((name, inside)) = text
        .strip_suffix(']')
        .and_then(|text| text.rsplit_once('['))
        && let Some(step) = bracket(inside)
    {
        let name = (!name.is_empty()).then(|| Step::Member(name.to_owned()));
        return name.into_iter().chain([step]).collect();
    }
    vec![Step::Member(text.to_owned())]
}

/// Makes the struct of the response, and of what is on the way to each value.
pub(crate) fn page(
    types: &mut Types,
    response: &Shape,
    name: &str,
    needs: &mut [Need],
) -> Result<usize, WriteError> {
    let all: Vec<(usize, Vec<Step>)> = needs
        .iter()
        .enumerate()
        .map(|(at, need)| (at, need.steps.clone()))
        .collect();
    Builder { types, needs }.object(Some(response), name, Part::Page, &all, "")
}

/// A response that is the list itself: a tuple struct. Returns the type of its items.
pub(crate) fn list(types: &mut Types, response: &Shape, hint: &str) -> Type {
    match response.element.as_deref() {
        Some(element) if !element.nullable => types.of(element, hint),
        _ => VALUE,
    }
}

struct Builder<'a> {
    types: &'a mut Types,
    needs: &'a mut [Need],
}

/// What is read below one member: the number of the need, and the steps that are left.
type Below = Vec<(usize, Vec<Step>)>;

impl Builder<'_> {
    fn object(
        &mut self,
        shape: Option<&Shape>,
        name: &str,
        part: Part,
        below: &Below,
        prefix: &str,
    ) -> Result<usize, WriteError> {
        let at = self.types.begin(name, part);
        let mut taken = BTreeSet::new();
        let mut fields = Vec::new();
        for (wire, below) in by_member(shape, below)? {
            let name = names::unused(names::snake(&wire), &mut taken);
            let member =
                shape.and_then(|shape| shape.members.iter().find(|member| member.name == wire));
            let shape = member.map(|member| &member.shape);
            let optional = member.is_none_or(|member| !member.required || member.shape.nullable);
            let path = format!("{prefix}{name}");
            let (ty, optional) = self.member(shape, &wire, &below, &path, optional)?;
            fields.push(Field {
                wire,
                name,
                ty,
                optional,
            });
        }
        self.types.end(at, fields);
        Ok(at)
    }

    /// The type of a member, and whether it can be absent.
    fn member(
        &mut self,
        shape: Option<&Shape>,
        wire: &str,
        below: &Below,
        path: &str,
        optional: bool,
    ) -> Result<(Type, bool), WriteError> {
        let element = || shape.and_then(|shape| shape.element.as_deref());
        let ends: Vec<usize> = below
            .iter()
            .filter(|(_, rest)| rest.is_empty() || *rest == [Step::Each])
            .map(|(need, _)| *need)
            .collect();
        if !ends.is_empty() && ends.len() < below.len() {
            return Err(WriteError::TwoWays(path.to_owned()));
        }
        if let Some((first, others)) = ends.split_first() {
            let leaf = self.leaf(*first, shape, wire, below, path, optional);
            self.read_alike(*first, others);
            return Ok(leaf);
        }
        let first = below.first().and_then(|(_, rest)| rest.first()).cloned();
        let brackets = match &first {
            Some(Step::Each) => "[]".to_owned(),
            Some(Step::At(number)) => format!("[{number}]"),
            _ => {
                let name = type_name(shape, wire);
                let ty = self.object(shape, name, Part::Way, below, &format!("{path}."))?;
                return Ok((Type::Struct(ty), optional));
            }
        };
        let rest: Below = below
            .iter()
            .filter(|(_, rest)| rest.first() == first.as_ref())
            .map(|(need, rest)| (*need, rest.get(1..).unwrap_or_default().to_vec()))
            .collect();
        if rest.len() < below.len() {
            return Err(WriteError::TwoWays(path.to_owned()));
        }
        let path = format!("{path}{brackets}");
        if let Some((need, _)) = rest.iter().find(|(_, rest)| rest.is_empty()) {
            let (ty, _) = self.leaf(*need, element(), wire, &rest, &path, false);
            return Ok((Type::List(Box::new(ty)), optional));
        }
        let name = names::singular(type_name(element(), wire));
        let ty = self.object(element(), &name, Part::Way, &rest, &format!("{path}."))?;
        Ok((Type::List(Box::new(Type::Struct(ty))), optional))
    }

    /// Other keys that read the same value.
    fn read_alike(&mut self, first: usize, others: &[usize]) {
        let read = self.needs.get(first);
        let Some((path, item)) = read.map(|need| (need.path.clone(), need.item.clone())) else {
            return;
        };
        for need in others {
            if let Some(need) = self.needs.get_mut(*need) {
                need.path.clone_from(&path);
                need.item.clone_from(&item);
            }
        }
    }

    /// A value that is read.
    fn leaf(
        &mut self,
        need: usize,
        shape: Option<&Shape>,
        wire: &str,
        below: &Below,
        path: &str,
        optional: bool,
    ) -> (Type, bool) {
        let any = Shape::default();
        let shape = shape.unwrap_or(&any);
        let Some(role) = self.needs.get(need).map(|need| need.role) else {
            return (VALUE, optional);
        };
        let mut text = path.to_owned();
        let mut item = None;
        let leaf = match role {
            Role::Items => {
                let (ty, of) = self.items(shape, wire, path, &mut text, below);
                item = Some(of);
                (ty, optional)
            }
            Role::Other => (self.types.of(shape, wire), optional),
            Role::Token { ends } => token(shape, optional, ends),
            Role::Url => url(shape, optional),
            Role::Count => (number(shape), optional),
            Role::Flag => (flag(shape), optional),
            Role::Error => (error(shape), optional),
        };
        if let Some(need) = self.needs.get_mut(need) {
            need.path = text;
            need.item = item;
        }
        leaf
    }

    /// The list of items, and the type of an item.
    fn items(
        &mut self,
        shape: &Shape,
        wire: &str,
        path: &str,
        text: &mut String,
        below: &Below,
    ) -> (Type, Type) {
        let in_a_list = path.contains("[]");
        let ends_with_each = below.iter().any(|(_, rest)| *rest == [Step::Each]);
        let is_list = matches!(shape.kind, Kind::List) || ends_with_each || !in_a_list;
        if !is_list {
            // A field of each element.
            let ty = self.types.of(shape, wire);
            return (ty.clone(), ty);
        }
        if in_a_list {
            text.push_str("[]");
        }
        match self.types.of(shape, wire) {
            Type::List(item) => (Type::List(item.clone()), *item),
            Type::Map(item) => (Type::Map(item.clone()), *item),
            // Nothing is known of it, and the declaration says that it is a list.
            _ => (Type::List(Box::new(VALUE)), VALUE),
        }
    }
}

/// What is read below each member, in the order of the document. Members that the document does
/// not name come last.
fn by_member(shape: Option<&Shape>, below: &Below) -> Result<Vec<(String, Below)>, WriteError> {
    let mut groups: Vec<(String, Below)> = Vec::new();
    for (need, steps) in below {
        let Some((Step::Member(name), rest)) = steps.split_first() else {
            return Err(WriteError::NotAMember);
        };
        let rest = (*need, rest.to_vec());
        match groups.iter_mut().find(|(known, _)| known == name) {
            Some((_, below)) => below.push(rest),
            None => groups.push((name.clone(), vec![rest])),
        }
    }
    let position = |name: &str| {
        let members = shape.map_or(&[][..], |shape| &shape.members);
        members.iter().position(|member| member.name == name)
    };
    groups.sort_by_key(|(name, _)| position(name).unwrap_or(usize::MAX));
    Ok(groups)
}

fn type_name<'a>(shape: Option<&'a Shape>, wire: &'a str) -> &'a str {
    shape
        .and_then(|shape| shape.type_name.as_deref())
        .unwrap_or(wire)
}

fn token(shape: &Shape, optional: bool, ends: bool) -> (Type, bool) {
    match shape.kind {
        Kind::String => (Type::Plain("String"), optional || !ends),
        // Every number is a token: only null and absence say that there is none.
        Kind::Integer => (Type::Plain("i64"), true),
        // What of it is a token and what is none, a JSON value knows.
        Kind::Any if shape == &Shape::default() => (Type::Plain("String"), true),
        _ => (VALUE, true),
    }
}

fn url(shape: &Shape, optional: bool) -> (Type, bool) {
    match shape.kind {
        Kind::String | Kind::Any => (Type::Plain("String"), true),
        Kind::List | Kind::Map => (Type::Plain("paginate_runtime::Links"), optional),
        _ => (Type::Plain("paginate_runtime::Link"), true),
    }
}

fn number(shape: &Shape) -> Type {
    match shape.kind {
        Kind::Integer => Type::Plain("i64"),
        Kind::Number => Type::Plain("f64"),
        Kind::String => Type::Plain("String"),
        _ => VALUE,
    }
}

fn flag(shape: &Shape) -> Type {
    match shape.kind {
        Kind::Boolean => Type::Plain("bool"),
        Kind::Integer => Type::Plain("i64"),
        Kind::String => Type::Plain("String"),
        _ => VALUE,
    }
}

fn error(shape: &Shape) -> Type {
    match shape.kind {
        Kind::Boolean => Type::Plain("bool"),
        Kind::String => Type::Plain("String"),
        _ => VALUE,
    }
}
