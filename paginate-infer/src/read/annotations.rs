//! Extensions that say how an operation pages, read to the letter.

use serde_json::{Map, Value};

use super::json;
use super::schema::Schemas;
use crate::declaration::{Declaration, Mode, Path, RequestLocation, ResponseLocation};
use crate::model::{Annotation, Operation, Place, Source};

/// The levels of a response in which marked members are looked for.
const LEVELS: usize = 4;

/// All annotations of an operation.
pub(crate) fn read<'a>(
    schemas: &mut Schemas<'a>,
    root: &'a Map<String, Value>,
    described: &'a Map<String, Value>,
    response: Option<&'a Value>,
    operation: &Operation,
) -> Vec<Annotation> {
    let found = [
        pageable(root, described, operation),
        speakeasy(described, operation),
        fern(root, described, operation),
        dropshot(described, operation),
        typespec(schemas, described, response),
    ];
    found.into_iter().flatten().collect()
}

fn annotation(source: Source, says: Declaration) -> Option<Annotation> {
    Some(Annotation {
        source,
        single_page: false,
        says,
    })
}

/// AutoRest: the link to the next page is in `nextLinkName`, the items are in `itemName`.
/// `nextLinkName: null` says that there is one page; `operationName` names the operation that
/// takes the link apart.
fn pageable(
    root: &Map<String, Value>,
    described: &Map<String, Value>,
    operation: &Operation,
) -> Option<Annotation> {
    let says = described.get("x-ms-pageable")?.as_object()?;
    let items = json::text(says, "itemName").unwrap_or("value");
    let link = json::text(says, "nextLinkName").filter(|name| !name.is_empty());
    let mut declaration = Declaration {
        items: Some(of_response(operation, items)),
        ..Declaration::default()
    };
    if let Some(link) = link {
        let link = ResponseLocation::Member(of_response(operation, link));
        let next = json::text(says, "operationName").and_then(|name| part_of_a_path(root, name));
        declaration.mode = Some(match next {
            Some(name) => Mode::Token(vec![(
                link,
                RequestLocation {
                    place: Place::Path,
                    name,
                },
            )]),
            None => Mode::NextUrl(link),
        });
    }
    Some(Annotation {
        source: Source::Pageable,
        single_page: link.is_none(),
        says: declaration,
    })
}

/// A member of that name, or the way into an object if no member has a name with these dots.
fn of_response(operation: &Operation, name: &str) -> Path {
    let response = operation.response.as_ref();
    let is_whole =
        response.is_some_and(|response| response.members.iter().any(|member| member.name == name));
    match is_whole || name.starts_with('@') {
        true => Path(vec![name.to_owned()]),
        false => dotted(name),
    }
}

/// The last parameter in the path of an operation that has more than this in it: the link is then
/// a part of a path. A path of one parameter alone is the link itself.
fn part_of_a_path(root: &Map<String, Value>, id: &str) -> Option<String> {
    let paths = ["paths", "x-ms-paths"]
        .into_iter()
        .filter_map(|key| root.get(key)?.as_object());
    let (path, _) = paths.flatten().find(|(_, item)| {
        item.as_object().is_some_and(|item| {
            item.values()
                .any(|operation| operation.get("operationId").and_then(Value::as_str) == Some(id))
        })
    })?;
    let (before, name) = path.rsplit_once('{')?;
    let name = name.strip_suffix('}')?;
    (before != "/").then(|| name.to_owned())
}

/// Speakeasy: inputs with a type each, and outputs as JSON paths.
fn speakeasy(described: &Map<String, Value>, operation: &Operation) -> Option<Annotation> {
    let says = described.get("x-speakeasy-pagination")?.as_object()?;
    let output = |name: &str| {
        let path = says.get("outputs")?.get(name)?.as_str()?;
        json_path(path)
    };
    let input = |wanted: &str| {
        let inputs = says.get("inputs")?.as_array()?;
        let found = inputs
            .iter()
            .find(|input| input.get("type").and_then(Value::as_str) == Some(wanted))?;
        let name = found.get("name")?.as_str()?;
        match found.get("in").and_then(Value::as_str) {
            Some("requestBody") => Some(RequestLocation {
                place: Place::Body,
                name: name.trim_start_matches('/').replace('/', "."),
            }),
            _ => Some(location(operation, name)),
        }
    };
    let mode = match json::text(says, "type")? {
        "cursor" => input("cursor").and_then(|to| {
            let from = output("nextCursor")?;
            // `$.items[-1].id` is the key of the last item.
            let last = from.0.iter().position(|step| step == "[-1]");
            Some(match last.and_then(|at| from.0.get(at + 1..)) {
                Some(key) => Mode::LastItem(Path(key.to_vec()), to),
                None => Mode::Token(vec![(ResponseLocation::Member(from), to)]),
            })
        }),
        "url" => output("nextUrl").map(|from| Mode::NextUrl(ResponseLocation::Member(from))),
        "offsetLimit" => input("page")
            .map(Mode::Page)
            .or_else(|| input("offset").map(Mode::Offset)),
        _ => None,
    };
    let from_cursor = || {
        let from = output("nextCursor")?;
        let at = from.0.iter().position(|step| step == "[-1]")?;
        Some(Path(from.0.get(..at)?.to_vec()))
    };
    let (items, is_list) = list(output("results").or_else(from_cursor));
    annotation(
        Source::Speakeasy,
        Declaration {
            mode,
            items,
            is_list,
            size: input("limit"),
            pages: output("numPages").map(ResponseLocation::Member),
            ..Declaration::default()
        },
    )
}

/// Fern: `$request.` and `$response.` paths. `true` stands for what the root of the document says.
fn fern(
    root: &Map<String, Value>,
    described: &Map<String, Value>,
    operation: &Operation,
) -> Option<Annotation> {
    let key = "x-fern-pagination";
    let says = match described.get(key)? {
        Value::Bool(true) => root.get(key)?.as_object()?,
        says => says.as_object()?,
    };
    let request = |key: &str| {
        let name = json::text(says, key)?.strip_prefix("$request.")?;
        Some(location(operation, name))
    };
    let response = |key: &str| {
        let path = json::text(says, key)?.strip_prefix("$response")?;
        Some(dotted(path.trim_start_matches('.')))
    };
    let member = |key| response(key).map(ResponseLocation::Member);
    let link = member("next_uri").or_else(|| member("next_path"));
    let step = request("step");
    let mode = match (
        request("cursor"),
        member("next_cursor"),
        link,
        request("offset"),
    ) {
        (Some(to), Some(from), _, _) => Some(Mode::Token(vec![(from, to)])),
        (_, _, Some(link), _) => Some(Mode::NextUrl(link)),
        // With a step the offset grows by items, without by one.
        (_, _, _, Some(to)) if step.is_some() => Some(Mode::Offset(to)),
        (_, _, _, Some(to)) if !to.name.to_ascii_lowercase().contains("offset") => {
            Some(Mode::Page(to))
        }
        _ => None,
    };
    let (items, is_list) = list(response("results"));
    annotation(
        Source::Fern,
        Declaration {
            mode,
            items,
            is_list,
            size: step,
            more: member("has-next-page"),
            ..Declaration::default()
        },
    )
}

/// Dropshot: `page_token`, `limit`, `next_page` and `items` are always the names.
fn dropshot(described: &Map<String, Value>, operation: &Operation) -> Option<Annotation> {
    if described.get("x-dropshot-pagination")? == &Value::Bool(false) {
        return None;
    }
    let to = |name: &str| RequestLocation {
        place: Place::Query,
        name: name.to_owned(),
    };
    let token = ResponseLocation::Member(dotted("next_page"));
    let limit = operation
        .parameters
        .iter()
        .any(|known| known.name == "limit");
    annotation(
        Source::Dropshot,
        Declaration {
            mode: Some(Mode::Token(vec![(token, to("page_token"))])),
            items: Some(dotted("items")),
            size: limit.then(|| to("limit")),
            ..Declaration::default()
        },
    )
}

/// TypeSpec: an operation with `x-ms-list`, and marks on parameters and members.
fn typespec<'a>(
    schemas: &mut Schemas<'a>,
    described: &'a Map<String, Value>,
    response: Option<&'a Value>,
) -> Option<Annotation> {
    if described.get("x-ms-list")? == &Value::Bool(false) {
        return None;
    }
    let mut member = |mark: &str| {
        let mut path = Vec::new();
        marked(schemas, response?, mark, LEVELS, &mut path).then_some(Path(path))
    };
    let items = member("x-ms-list-page-items");
    let link = member("x-ms-list-next-link");
    let token = member("x-ms-list-continuation-token");
    let mut parameter = |mark: &str| {
        let list = described.get("parameters")?.as_array()?;
        list.iter().find_map(|parameter| {
            let (parameter, _) = schemas.resolved(parameter, "/parameters")?;
            let is_marked = json::flag(parameter, mark)
                || parameter.get("schema").and_then(|schema| schema.get(mark))
                    == Some(&Value::Bool(true));
            is_marked.then_some(RequestLocation {
                place: super::paths::place(json::text(parameter, "in"))?,
                name: json::text(parameter, "name")?.to_owned(),
            })
        })
    };
    let to = parameter("x-ms-list-continuation-token");
    let mode = match (link, token, to) {
        (Some(link), _, _) => Some(Mode::NextUrl(ResponseLocation::Member(link))),
        (_, Some(from), Some(to)) => Some(Mode::Token(vec![(ResponseLocation::Member(from), to)])),
        _ => parameter("x-ms-list-page-index")
            .map(Mode::Page)
            .or_else(|| parameter("x-ms-list-offset").map(Mode::Offset)),
    };
    let (items, is_list) = list(items);
    annotation(
        Source::TypeSpec,
        Declaration {
            mode,
            items,
            is_list,
            size: parameter("x-ms-list-page-size"),
            ..Declaration::default()
        },
    )
}

/// Finds the member with a mark, and appends the way to it.
fn marked<'a>(
    schemas: &mut Schemas<'a>,
    schema: &'a Value,
    mark: &str,
    levels: usize,
    path: &mut Vec<String>,
) -> bool {
    let Some((schema, _)) = schemas.resolved(schema, "").filter(|_| levels > 0) else {
        return false;
    };
    let parts = schema.get("allOf").and_then(Value::as_array);
    for part in parts.into_iter().flatten() {
        if marked(schemas, part, mark, levels - 1, path) {
            return true;
        }
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, member) in properties.into_iter().flatten() {
        path.push(name.clone());
        if member.get(mark) == Some(&Value::Bool(true))
            || marked(schemas, member, mark, levels - 1, path)
        {
            return true;
        }
        path.pop();
    }
    false
}

/// A list at a path, or the body itself.
fn list(path: Option<Path>) -> (Option<Path>, bool) {
    match path {
        Some(path) if path.0.is_empty() => (None, true),
        path => (path, false),
    }
}

fn dotted(path: &str) -> Path {
    let steps = path.split('.').filter(|step| !step.is_empty());
    Path(steps.map(str::to_owned).collect())
}

/// A JSON path of names and numbers: `$.data['next'][-1].id`. Others are not understood.
fn json_path(path: &str) -> Option<Path> {
    let mut rest = path.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let (step, after) = inside.split_once(']')?;
            let name = step.trim_matches(['\'', '"']);
            if name != step {
                steps.push(name.to_owned());
            } else if step == "*" || step.is_empty() {
                steps.push("[]".to_owned());
            } else {
                step.parse::<i64>().ok()?;
                steps.push(format!("[{step}]"));
            }
            rest = after;
        } else {
            let inside = rest.strip_prefix('.')?;
            let end = inside.find(['.', '[']).unwrap_or(inside.len());
            let (name, after) = inside.split_at_checked(end)?;
            if name.is_empty() || name == "*" {
                return None;
            }
            steps.push(name.to_owned());
            rest = after;
        }
    }
    Some(Path(steps))
}

/// Where the operation takes a value of that name; a name with dots is in the body.
fn location(operation: &Operation, name: &str) -> RequestLocation {
    let name = name.strip_prefix("body.").unwrap_or(name);
    let known = operation.parameters.iter().find(|known| known.name == name);
    let place = match known {
        Some(known) => known.place,
        None if name.contains('.') => Place::Body,
        None => Place::Query,
    };
    RequestLocation {
        place,
        name: name.to_owned(),
    }
}
