//! `#[paginate(..)]`, with its keys in the order of the README.

use super::error::WriteError;
use super::layout;
use super::page::{self, Need, Role};
use super::types::{Field, Part, Type, Types};
use crate::declaration::{Declaration, Mode, RequestLocation, ResponseLocation};
use crate::model::{Operation, Place, Shape};

/// The attribute of a page.
#[derive(Debug)]
pub(crate) struct Declared {
    /// The name of the struct of the response.
    pub(crate) page: String,
    /// The keys of the attribute, with their values as they are written.
    pub(crate) keys: Vec<(&'static str, String)>,
}

impl Declared {
    /// `token = "next", items = "users"`
    pub(crate) fn arguments(&self) -> String {
        layout::arguments(&self.keys)
    }
}

/// The declaration in Rust names. Adds the structs of the operation to the types.
pub(crate) fn declare(
    types: &mut Types,
    operation: &Operation,
    declaration: &Declaration,
) -> Result<Declared, WriteError> {
    let mode = declaration.mode.as_ref().ok_or(WriteError::NoMode)?;
    let empty = Shape::default();
    let response = operation.response.as_ref().unwrap_or(&empty);
    let mut wanted = Wanted::default();
    let source = Source::of(mode, operation, &mut wanted)?;
    let items = match (&declaration.items, declaration.is_list) {
        (Some(path), _) if !path.0.is_empty() => Some(wanted.path(path, Role::Items)),
        (_, true) => None,
        _ => return Err(WriteError::NoItems),
    };
    let signals = signals(declaration, &mut wanted);
    for list in &declaration.other_lists {
        wanted.path(list, Role::Other);
    }
    let (page, item) = structs(types, operation, response, items, &mut wanted)?;
    let mut keys = source.keys(&wanted);
    keys.extend(items_keys(items, &item, &wanted));
    keys.extend(size_keys(declaration, mode)?);
    keys.extend(start_key(declaration, mode));
    keys.extend(signals.iter().map(|(key, read)| (*key, wanted.text(read))));
    if !declaration.end_on.is_empty() {
        keys.push(("end_on", format!("[{}]", declaration.end_on.join(", "))));
    }
    // As in the README: signs of success come after the signs of the end.
    keys.sort_by_key(|(key, _)| matches!(*key, "ok" | "error"));
    if let (Some(path), Mode::Token(_)) = (&declaration.continue_at, mode) {
        keys.push(("continue_at", format!("{path:?}")));
    }
    if let Some(page) = types.structs.get_mut(page) {
        page.keys.clone_from(&keys);
    }
    let page = types.structs.get(page).map(|page| page.name.clone());
    Ok(Declared {
        page: page.unwrap_or_default(),
        keys,
    })
}

/// Makes the structs; returns the number of the page's, and the type of an item.
fn structs(
    types: &mut Types,
    operation: &Operation,
    response: &Shape,
    items: Option<usize>,
    wanted: &mut Wanted,
) -> Result<(usize, String), WriteError> {
    let name = page_name(operation, response);
    let Some(items) = items else {
        types.learn(response);
        let page = types.begin(&name, Part::Page);
        let hint = super::names::singular(last_name(&operation.path));
        let item = page::list(types, response, &hint);
        let list = Field {
            wire: String::new(),
            name: "0".to_owned(),
            ty: Type::List(Box::new(item.clone())),
            optional: false,
        };
        types.end(page, vec![list]);
        return Ok((page, types.text(&item)));
    };
    for member in &response.members {
        types.learn(&member.shape);
    }
    let page = page::page(types, response, &name, &mut wanted.needs)?;
    let item = wanted.needs.get(items).and_then(|need| need.item.as_ref());
    let item = item.map(|item| types.text(item));
    Ok((page, item.unwrap_or_default()))
}

/// The name of the struct of the response.
fn page_name(operation: &Operation, response: &Shape) -> String {
    match &response.type_name {
        Some(name) => name.clone(),
        None if super::is_nameless(operation) => {
            format!(
                "{}-list",
                super::names::singular(last_name(&operation.path))
            )
        }
        None => format!("{}-page", operation.id),
    }
}

/// The last name in a path: `repos` of `/users/{user}/repos`.
pub(crate) fn last_name(path: &str) -> &str {
    path.split('/')
        .rfind(|part| !part.is_empty() && !part.starts_with('{'))
        .unwrap_or("item")
}

/// Everything that is read.
#[derive(Default)]
struct Wanted {
    needs: Vec<Need>,
}

/// A value that is read: from the body, by the number of the need, or from a header.
enum Read {
    Need(usize),
    Text(String),
}

impl Wanted {
    fn path(&mut self, path: &crate::declaration::Path, role: Role) -> usize {
        self.needs.push(Need::new(path, role));
        self.needs.len() - 1
    }

    fn read(&mut self, from: &ResponseLocation, role: Role) -> Read {
        match from {
            ResponseLocation::Member(path) => Read::Need(self.path(path, role)),
            ResponseLocation::Header(name) => Read::Text(format!("header({name:?})")),
            ResponseLocation::Link(relation) => Read::Text(format!("link({relation:?})")),
        }
    }

    fn text(&self, read: &Read) -> String {
        match read {
            Read::Need(at) => {
                let path = self.needs.get(*at).map_or("", |need| &need.path);
                format!("{path:?}")
            }
            Read::Text(text) => text.clone(),
        }
    }
}

/// The keys that say how to reach the next page.
struct Source {
    key: &'static str,
    reads: Vec<Read>,
    /// Request locations; none if `param` is left out.
    writes: Vec<String>,
    text: Option<String>,
}

impl Source {
    fn of(mode: &Mode, operation: &Operation, wanted: &mut Wanted) -> Result<Self, WriteError> {
        let counter = |key, to: &RequestLocation| {
            Ok(Self {
                key,
                reads: Vec::new(),
                writes: Vec::new(),
                text: Some(location(to)?),
            })
        };
        match mode {
            Mode::Token(parts) => {
                let defaults = match parts.as_slice() {
                    [(from, to)] => sent_by_its_own_name(from, to),
                    _ => false,
                };
                let mut source = Self {
                    key: "token",
                    reads: Vec::new(),
                    writes: Vec::new(),
                    text: None,
                };
                for (from, to) in parts {
                    let ends = blank_is_the_end(operation, from);
                    source.reads.push(wanted.read(from, Role::Token { ends }));
                    let to = location(to)?;
                    source.writes.extend((!defaults).then_some(to));
                }
                Ok(source)
            }
            Mode::NextUrl(from) => Ok(Self {
                key: "next_url",
                reads: vec![wanted.read(from, Role::Url)],
                writes: Vec::new(),
                text: None,
            }),
            Mode::Page(to) => counter("page", to),
            Mode::Offset(to) => counter("offset", to),
            Mode::LastItem(path, to) => Ok(Self {
                key: "last_item",
                reads: Vec::new(),
                writes: vec![location(to)?],
                text: Some(format!("{:?}", rust_path(path))),
            }),
        }
    }

    fn keys(self, wanted: &Wanted) -> Vec<(&'static str, String)> {
        let several = |texts: Vec<String>| match texts.as_slice() {
            [one] => one.clone(),
            more => format!("({})", more.join(", ")),
        };
        let read = self.reads.iter().map(|read| wanted.text(read)).collect();
        let first = self.text.unwrap_or_else(|| several(read));
        let mut keys = vec![(self.key, first)];
        if !self.writes.is_empty() {
            keys.push(("param", several(self.writes)));
        }
        keys
    }
}

/// A path inside of an item, where nothing was renamed apart from the names themselves.
fn rust_path(path: &crate::declaration::Path) -> String {
    let mut text = String::new();
    for step in &path.0 {
        if step.starts_with('[') {
            text.push_str(step);
            continue;
        }
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(&super::names::snake(step));
    }
    text
}

/// Whether `param` says nothing that the token's name does not say. Written where in doubt.
fn sent_by_its_own_name(from: &ResponseLocation, to: &RequestLocation) -> bool {
    let name = name_of_a_parameter(from);
    to.place == Place::Query && name == Some(to.name.as_str())
}

/// Whether the derive asks for `param`, because the token has a name that is rarely a parameter's.
pub(crate) fn needs_param(mode: &Mode) -> bool {
    match mode {
        Mode::Token(parts) => match parts.as_slice() {
            [(from, _)] => name_of_a_parameter(from).is_none(),
            _ => true,
        },
        _ => true,
    }
}

/// The token's name, if it may be that of the parameter, too.
fn name_of_a_parameter(from: &ResponseLocation) -> Option<&str> {
    let ResponseLocation::Member(path) = from else {
        return None;
    };
    let [name] = path.0.as_slice() else {
        return None;
    };
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let one_way = ["next", "end", "last"]
        .iter()
        .any(|word| plain.starts_with(word));
    let both_ways = plain == "nexttoken" || name == "next_page_token";
    ((both_ways || !one_way) && !name.starts_with('_')).then_some(name)
}

/// Whether a sample shows the end as an empty text: then the field need not be an `Option`.
fn blank_is_the_end(operation: &Operation, from: &ResponseLocation) -> bool {
    let ResponseLocation::Member(path) = from else {
        return false;
    };
    operation.samples.iter().any(|sample| {
        let mut value = Some(&sample.body);
        for step in &path.0 {
            value = value.and_then(|value| value.get(step));
        }
        value.and_then(serde_json::Value::as_str) == Some("")
    })
}

fn signals(declaration: &Declaration, wanted: &mut Wanted) -> Vec<(&'static str, Read)> {
    let done = declaration
        .done
        .as_ref()
        .filter(|_| declaration.more.is_none());
    let all = [
        ("more", declaration.more.as_ref(), Role::Flag),
        ("done", done, Role::Flag),
        ("total", declaration.total.as_ref(), Role::Count),
        ("pages", declaration.pages.as_ref(), Role::Count),
        ("ok", declaration.ok.as_ref(), Role::Flag),
        ("error", declaration.error.as_ref(), Role::Error),
    ];
    all.into_iter()
        .filter_map(|(key, from, role)| Some((key, wanted.read(from?, role))))
        .collect()
}

fn items_keys(items: Option<usize>, item: &str, wanted: &Wanted) -> Vec<(&'static str, String)> {
    let path = items
        .and_then(|at| wanted.needs.get(at))
        .map_or("0", |need| &need.path);
    let mut keys = vec![("items", format!("{path:?}"))];
    if path.contains(['.', '[']) {
        keys.push(("item", item.to_owned()));
    }
    keys
}

fn size_keys(
    declaration: &Declaration,
    mode: &Mode,
) -> Result<Vec<(&'static str, String)>, WriteError> {
    let Some(size) = &declaration.size else {
        // Without a place for it, a size would be sent as `page_size`.
        return Ok(Vec::new());
    };
    if mode.targets().contains(&size) {
        return Ok(Vec::new());
    }
    let mut keys = Vec::new();
    let is_default = size.place == Place::Query && size.name == "page_size";
    if !is_default {
        keys.push(("size", location(size)?));
    }
    let (min, max) = (declaration.min, declaration.max);
    keys.extend(max.map(|max| ("max", max.to_string())));
    let min = min.filter(|min| *min > 1 && max.is_none_or(|max| *min <= max));
    keys.extend(min.map(|min| ("min", min.to_string())));
    Ok(keys)
}

fn start_key(declaration: &Declaration, mode: &Mode) -> Option<(&'static str, String)> {
    let (to, default) = match mode {
        Mode::Page(to) => (to, 1),
        Mode::Offset(to) => (to, 0),
        _ => return None,
    };
    let start = declaration.start.unwrap_or(default);
    // The derive takes such a parameter for a number of items, unless `start` is written.
    let name = to.name.to_ascii_lowercase();
    let counts_items = ["offset", "skip", "start", "from"]
        .iter()
        .any(|word| name.contains(word));
    let doubtful = matches!(mode, Mode::Page(_)) && counts_items;
    (start != default || doubtful).then(|| ("start", start.to_string()))
}

/// A request location as it is written.
fn location(to: &RequestLocation) -> Result<String, WriteError> {
    let name = &to.name;
    Ok(match to.place {
        Place::Query => format!("{name:?}"),
        Place::Header => format!("header({name:?})"),
        Place::Body => format!("body({name:?})"),
        Place::Form => format!("form({name:?})"),
        Place::Path => return Err(WriteError::InThePath(name.clone())),
    })
}
