//! What an operation has, with each name taken apart once.

use crate::declaration::{Path, RequestLocation, ResponseLocation};
use crate::infer::words;
use crate::model::{Kind, Operation, Parameter, Place, Shape};

/// The levels of objects in which members that page are looked for.
const LEVELS: usize = 4;

/// The same where requests were recorded: GraphQL's answers are deeper, and what was sent shows
/// which member leads on.
const RECORDED_LEVELS: usize = 6;

/// The members that are looked at. What pages is near the root.
const MAX_FIELDS: usize = 2_000;

/// Words of members of a body that hold what pages; GraphQL has `variables`.
const OF_PAGES: &[&str] = &[
    "page",
    "paging",
    "pagination",
    "pager",
    "paginate",
    "variables",
    "cursor",
    "options",
    "list",
];

/// Verbs of operations that change something.
const CHANGES: &[&str] = &[
    "add", "apply", "assign", "cancel", "collect", "copy", "create", "delete", "import", "insert",
    "fork", "merge", "modify", "patch", "put", "register", "remove", "replace", "save", "send",
    "set", "submit", "track", "update", "upload", "write",
];

/// What an operation has.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    /// The operation.
    pub(crate) operation: &'a Operation,
    /// Members of the response that are no lists, and headers.
    pub(crate) fields: Vec<Field<'a>>,
    /// Lists and maps of the response.
    pub(crate) lists: Vec<Field<'a>>,
    /// What a request can contain.
    pub(crate) inputs: Vec<Input<'a>>,
}

/// A member of the response, or a header.
#[derive(Debug, Clone)]
pub(crate) struct Field<'a> {
    /// Where it is read.
    pub(crate) location: ResponseLocation,
    /// The names of the members around it, and its own. Empty for the body itself.
    pub(crate) path: Vec<&'a str>,
    /// The words of its name.
    pub(crate) words: Vec<String>,
    /// The words of the names of the members around it.
    pub(crate) around: Vec<String>,
    /// Its type. `None` for a header.
    pub(crate) shape: Option<&'a Shape>,
    /// What the document says about it.
    pub(crate) description: Option<&'a str>,
}

/// A parameter.
#[derive(Debug, Clone)]
pub(crate) struct Input<'a> {
    /// The parameter.
    pub(crate) parameter: &'a Parameter,
    /// The words of its name, of the last part of a path.
    pub(crate) words: Vec<String>,
}

impl<'a> Facts<'a> {
    /// Collects what the operation has.
    pub(crate) fn of(operation: &'a Operation) -> Self {
        let mut facts = Self {
            operation,
            fields: Vec::new(),
            lists: Vec::new(),
            inputs: operation.parameters.iter().map(Input::of).collect(),
        };
        let is_recorded = operation
            .samples
            .iter()
            .any(|sample| !sample.url.is_empty());
        let levels = if is_recorded { RECORDED_LEVELS } else { LEVELS };
        if let Some(response) = &operation.response {
            match response.kind {
                Kind::List => facts.lists.push(Field::member(Vec::new(), response, None)),
                _ => facts.collect(response, &[], levels),
            }
        }
        let headers = operation.headers.iter().map(|header| Field {
            location: ResponseLocation::Header(header.name.clone()),
            path: Vec::new(),
            words: header_words(&header.name),
            around: Vec::new(),
            shape: None,
            description: header.description.as_deref(),
        });
        facts.fields.extend(headers);
        facts
    }

    fn collect(&mut self, shape: &'a Shape, around: &[&'a str], levels: usize) {
        for member in &shape.members {
            if self.fields.len() + self.lists.len() >= MAX_FIELDS {
                return;
            }
            let mut path = around.to_vec();
            path.push(&member.name);
            let description = member.description.as_deref();
            let field = Field::member(path.clone(), &member.shape, description);
            match member.shape.kind {
                Kind::List => self.lists.push(field),
                Kind::Map => {
                    // A map can be the items, or a token that consists of several values.
                    self.fields.push(field.clone());
                    self.lists.push(field);
                }
                Kind::Object => {
                    self.fields.push(field);
                    if path.len() < levels {
                        self.collect(&member.shape, &path, levels);
                    }
                }
                _ => self.fields.push(field),
            }
        }
    }

    /// Whether the response has a list.
    pub(crate) fn has_list(&self) -> bool {
        let is_items =
            |list: &Field<'_>| words::are_any(&list.words, &["items", "data", "results"]);
        let mut lists = self.lists.iter();
        lists.any(|list| list.kind() == Kind::List || is_items(list))
    }

    /// The points that each hypothesis gets for the operation as a whole.
    pub(crate) fn common_points(&self) -> i32 {
        let list = if self.has_list() { 20 } else { 0 };
        list - if self.changes() { 60 } else { 0 }
    }

    /// Whether the operation changes something, by its method or by its name.
    pub(crate) fn changes(&self) -> bool {
        let by_method = matches!(self.operation.method.as_str(), "DELETE" | "PUT" | "PATCH");
        let last = self.operation.id.rsplit(['.', '/']).next().unwrap_or("");
        let verb = words::split(last).into_iter().next().unwrap_or_default();
        by_method || CHANGES.contains(&verb.as_str())
    }
}

/// The words of a header's name without its prefix: `x-ms-continuation` is `continuation`.
fn header_words(name: &str) -> Vec<String> {
    let words = words::split(name);
    let prefix = words
        .iter()
        .take_while(|word| matches!(word.as_str(), "x" | "ms" | "amz" | "goog"));
    let prefix = prefix.count();
    words.into_iter().skip(prefix).collect()
}

impl<'a> Field<'a> {
    fn member(path: Vec<&'a str>, shape: &'a Shape, description: Option<&'a str>) -> Self {
        let (own, around) = match path.split_last() {
            Some((own, around)) => (words::split(own), around),
            None => (Vec::new(), &[][..]),
        };
        Self {
            location: ResponseLocation::Member(Path(
                path.iter().map(|name| (*name).to_owned()).collect(),
            )),
            words: own,
            around: around.iter().flat_map(|name| words::split(name)).collect(),
            path,
            shape: Some(shape),
            description,
        }
    }

    /// Whether its value is a number, which can be written as text.
    pub(crate) fn is_number(&self) -> bool {
        let format = self.shape.and_then(|shape| shape.format.as_deref());
        let written = matches!(format, Some("int32" | "int64" | "uint32" | "uint64"));
        matches!(self.location, ResponseLocation::Header(_))
            || matches!(self.kind(), Kind::Integer | Kind::Number)
            || (self.kind() == Kind::String && written)
    }

    /// The kind of its value. A header can be anything that is written as text.
    pub(crate) fn kind(&self) -> Kind {
        self.shape.map_or(Kind::Any, |shape| shape.kind)
    }

    /// The names of the members around it.
    pub(crate) fn parent(&self) -> &[&'a str] {
        self.path.split_last().map_or(&[], |(_, around)| around)
    }

    /// Its path in the body; for a header, none.
    pub(crate) fn body_path(&self) -> Option<Path> {
        match &self.location {
            ResponseLocation::Member(path) => Some(path.clone()),
            _ => None,
        }
    }

    /// How messages name it.
    pub(crate) fn name(&self) -> String {
        match &self.location {
            ResponseLocation::Member(Path(path)) if path.is_empty() => "the body".to_owned(),
            ResponseLocation::Member(Path(path)) => format!("member `{}`", path.join(".")),
            ResponseLocation::Header(name) => format!("header `{name}`"),
            ResponseLocation::Link(relation) => format!("link `{relation}`"),
        }
    }
}

impl<'a> Input<'a> {
    fn of(parameter: &'a Parameter) -> Self {
        let name = match parameter.place {
            Place::Body => parameter.name.rsplit('.').next(),
            _ => None,
        };
        Self {
            words: words::split(name.unwrap_or(&parameter.name)),
            parameter,
        }
    }

    /// The kind of its value.
    pub(crate) fn kind(&self) -> Kind {
        self.parameter.shape.kind
    }

    /// Whether it is inside of a member of the body whose name is of something else than paging:
    /// an offset in a time range, a limit in a filter.
    pub(crate) fn is_of_another_thing(&self) -> bool {
        let around = self
            .parameter
            .name
            .rsplit_once('.')
            .map_or("", |(around, _)| around);
        self.is_nested()
            && !words::split(around)
                .iter()
                .any(|word| OF_PAGES.contains(&word.as_str()))
    }

    /// Whether it is inside of a member of the body.
    pub(crate) fn is_nested(&self) -> bool {
        self.parameter.place == Place::Body && self.parameter.name.contains('.')
    }

    /// What the document says about it.
    pub(crate) fn description(&self) -> Option<&'a str> {
        self.parameter.description.as_deref()
    }

    /// Where it is written.
    pub(crate) fn location(&self) -> RequestLocation {
        RequestLocation {
            place: self.parameter.place,
            name: self.parameter.name.clone(),
        }
    }

    /// How messages name it.
    pub(crate) fn name(&self) -> String {
        format!("parameter `{}`", self.parameter.name)
    }
}
