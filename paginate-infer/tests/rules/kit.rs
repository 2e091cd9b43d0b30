//! Operations written in few words.

use paginate_infer::declaration::{Declaration, Mode, Path, RequestLocation, ResponseLocation};
use paginate_infer::model::{Header, Kind, Member, Operation, Parameter, Place, Shape};
use paginate_infer::{Verdict, infer};

/// `GET /users` with these parameters of the query and these members of the response.
///
/// A parameter or member is `name: kind`, where the kind is `text`, `int`, `bool`, `uri`, `map`,
/// `[text]`, `[object]` or `[id]` (objects with a member `id`); behind ` -- ` is its description.
/// A parameter can have `=default`, `>=min` and `<=max` behind its kind.
pub(crate) fn list(parameters: &[&str], members: &[&str]) -> Operation {
    let mut operation = Operation::default();
    operation.id = "ListUsers".to_owned();
    operation.method = "GET".to_owned();
    operation.path = "/users".to_owned();
    operation.parameters = parameters
        .iter()
        .map(|text| parameter(text, Place::Query))
        .collect();
    operation.response = Some(object(members));
    operation
}

/// A parameter, written as in [`list`].
pub(crate) fn parameter(text: &str, place: Place) -> Parameter {
    let (name, kind, description) = parts(text);
    let mut words = kind.split(' ');
    let shape = shape(words.next().unwrap());
    let mut parameter = Parameter {
        name,
        place,
        shape,
        required: false,
        description,
        default: None,
        min: None,
        max: None,
    };
    for word in words {
        let number = |sign: &str| {
            word.strip_prefix(sign)
                .map(|number| number.parse().unwrap())
        };
        parameter.default = number("=").or(parameter.default);
        parameter.min = number(">=").or(parameter.min);
        parameter.max = number("<=").or(parameter.max);
        parameter.required |= word == "required";
    }
    parameter
}

/// An object with these members; dots make objects inside of objects.
pub(crate) fn object(members: &[&str]) -> Shape {
    let mut root = Shape::default();
    root.kind = Kind::Object;
    for text in members {
        let (name, kind, description) = parts(text);
        let names: Vec<&str> = name.split('/').collect();
        let (own, around) = names.split_last().unwrap();
        let mut inside = &mut root;
        for name in around {
            inside = child(inside, name);
        }
        inside.members.push(Member {
            name: (*own).to_owned(),
            shape: shape(&kind),
            required: false,
            description,
        });
    }
    root
}

fn child<'a>(shape: &'a mut Shape, name: &str) -> &'a mut Shape {
    let known = shape.members.iter().position(|member| member.name == name);
    let at = known.unwrap_or_else(|| {
        shape.members.push(Member {
            name: name.to_owned(),
            shape: object(&[]),
            required: false,
            description: None,
        });
        shape.members.len() - 1
    });
    &mut shape.members[at].shape
}

fn parts(text: &str) -> (String, String, Option<String>) {
    let (text, description) = match text.split_once(" -- ") {
        Some((text, description)) => (text, Some(description.to_owned())),
        None => (text, None),
    };
    let (name, kind) = text.rsplit_once(": ").unwrap();
    (name.to_owned(), kind.to_owned(), description)
}

fn shape(kind: &str) -> Shape {
    let mut shape = Shape::default();
    shape.kind = match kind {
        "text" | "uri" | "date" => Kind::String,
        "int" => Kind::Integer,
        "bool" => Kind::Boolean,
        "map" => Kind::Map,
        "object" => Kind::Object,
        _ => Kind::List,
    };
    shape.format = match kind {
        "uri" => Some("uri".to_owned()),
        "date" => Some("date-time".to_owned()),
        _ => None,
    };
    let element = match kind {
        "[id]" => Some(object(&["id: text", "name: text"])),
        "[node]" => Some(object(&["cursor: text", "node/id: text"])),
        "[object]" => Some(object(&["name: text"])),
        "[text]" => Some(self::shape("text")),
        _ => None,
    };
    shape.element = element.map(Box::new);
    shape
}

/// A header of the response.
pub(crate) fn header(name: &str, description: &str) -> Header {
    Header {
        name: name.to_owned(),
        description: (!description.is_empty()).then(|| description.to_owned()),
    }
}

/// The declaration; what was concluded must be one.
pub(crate) fn declared(operation: &Operation) -> Declaration {
    match infer(operation) {
        Verdict::Declared { declaration, .. } => *declaration,
        other => panic!("{other:#?}"),
    }
}

/// The declaration on one line.
pub(crate) fn said(operation: &Operation) -> String {
    let declaration = declared(operation);
    let mut text = mode(declaration.mode.as_ref().unwrap());
    if declaration.is_list {
        text += ", items the body";
    }
    let mut add = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            text += &format!(", {key} {value}");
        }
    };
    add("items", declaration.items.as_ref().map(path));
    let others: Vec<String> = declaration.other_lists.iter().map(path).collect();
    add("others", (!others.is_empty()).then(|| others.join("+")));
    add("size", declaration.size.as_ref().map(sent));
    add("max", declaration.max.map(|max| max.to_string()));
    add("min", declaration.min.map(|min| min.to_string()));
    add("start", declaration.start.map(|start| start.to_string()));
    add("more", declaration.more.as_ref().map(read));
    add("done", declaration.done.as_ref().map(read));
    add("total", declaration.total.as_ref().map(read));
    add("pages", declaration.pages.as_ref().map(read));
    add(
        "end_on",
        (!declaration.end_on.is_empty()).then(|| declaration.end_on.join("+")),
    );
    let mut add = |key: &str, location: &Option<ResponseLocation>| {
        if let Some(location) = location {
            text += &format!(", {key} {}", read(location));
        }
    };
    add("ok", &declaration.ok);
    add("error", &declaration.error);
    text
}

/// What was concluded, on one line.
pub(crate) fn concluded(operation: &Operation) -> String {
    match infer(operation) {
        Verdict::Declared { .. } => said(operation),
        Verdict::Undecided { question, .. } => format!("asked: {question}"),
        _ => format!("not paginated: {}", unpaged(operation)),
    }
}

/// The question; what was concluded must be one.
pub(crate) fn asked(operation: &Operation) -> String {
    match infer(operation) {
        Verdict::Undecided { question, .. } => question,
        other => panic!("{other:#?}"),
    }
}

/// The reason why it does not page; what was concluded must be that.
pub(crate) fn unpaged(operation: &Operation) -> String {
    match infer(operation) {
        Verdict::NotPaginated { evidence } => {
            let text = evidence.iter();
            let text = text.map(|seen| format!("{} {}", seen.place, seen.text));
            text.collect::<Vec<_>>().join("; ")
        }
        other => panic!("{other:#?}"),
    }
}

fn mode(mode: &Mode) -> String {
    match mode {
        Mode::Token(parts) => {
            let parts = parts.iter();
            let parts = parts.map(|(from, to)| format!("{} -> {}", read(from), sent(to)));
            format!("token {}", parts.collect::<Vec<_>>().join(" + "))
        }
        Mode::NextUrl(from) => format!("next_url {}", read(from)),
        Mode::Page(to) => format!("page {}", sent(to)),
        Mode::Offset(to) => format!("offset {}", sent(to)),
        Mode::LastItem(key, to) => format!("last_item {} -> {}", path(key), sent(to)),
    }
}

fn path(Path(names): &Path) -> String {
    names.join("/")
}

fn read(location: &ResponseLocation) -> String {
    match location {
        ResponseLocation::Member(names) => path(names),
        ResponseLocation::Header(name) => format!("header {name}"),
        ResponseLocation::Link(relation) => format!("link {relation}"),
    }
}

fn sent(location: &RequestLocation) -> String {
    match location.place {
        Place::Query => location.name.clone(),
        place => format!("{place:?} {}", location.name),
    }
}
