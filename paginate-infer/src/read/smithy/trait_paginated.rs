//! Smithy's `@paginated`.

use serde_json::{Map, Value};

use super::Names;
use super::shapes::{has_trait, trait_object};
use crate::declaration::{Declaration, Mode, Path, RequestLocation, ResponseLocation};
use crate::model::{Annotation, Place, Source};
use crate::read::json;

const NAME: &str = "smithy.api#paginated";

/// What `@paginated` says of the operation, completed by that of its service.
pub(crate) fn annotation(
    operation: &Map<String, Value>,
    service: &Map<String, Value>,
    names: &Names,
) -> Option<Annotation> {
    if !has_trait(operation, NAME) {
        return None;
    }
    let says = |key: &str| {
        let of = |shape| json::text(trait_object(shape, NAME)?, key);
        of(operation).or_else(|| of(service))
    };
    let mut declaration = Declaration::default();
    if let (Some(output), Some(input)) = (says("outputToken"), says("inputToken")) {
        let token = (response(output, names), request(input, names));
        declaration.mode = Some(Mode::Token(vec![token]));
    }
    declaration.items = says("items").and_then(|name| match response(name, names) {
        ResponseLocation::Member(path) => Some(path),
        _ => None,
    });
    declaration.size = says("pageSize").map(|name| request(name, names));
    Some(Annotation {
        source: Source::Smithy,
        single_page: false,
        says: declaration,
    })
}

/// Where the member of the input is written.
fn request(member: &str, names: &Names) -> RequestLocation {
    let known = names.request.iter().find(|(known, _)| known == member);
    match known {
        Some((_, location)) => location.clone(),
        None => RequestLocation {
            place: Place::Body,
            name: member.to_owned(),
        },
    }
}

/// Where the member of the output is read. The names of nested members are taken as they are.
fn response(dotted: &str, names: &Names) -> ResponseLocation {
    let (first, rest) = dotted.split_once('.').unwrap_or((dotted, ""));
    let known = names.response.iter().find(|(known, _)| known == first);
    match known {
        Some((_, ResponseLocation::Member(Path(outer)))) => {
            let inner = rest.split('.').filter(|name| !name.is_empty());
            let names = outer.iter().cloned().chain(inner.map(str::to_owned));
            ResponseLocation::Member(Path(names.collect()))
        }
        Some((_, location)) => location.clone(),
        None => ResponseLocation::Member(Path(dotted.split('.').map(str::to_owned).collect())),
    }
}
