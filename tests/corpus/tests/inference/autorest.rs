//! AutoRest's test server: documents annotated with `x-ms-pageable`, with it and without it.

use std::collections::BTreeMap;

use paginate_infer::{Verdict, infer, read};
use serde_json::Value;

use crate::said::mode;
use crate::score::percent;
use crate::{documents, report};

/// What the annotation says: the items, and the link; without one there is one page.
struct Truth {
    items: String,
    link: Option<String>,
    /// The link is a part of the path of another operation.
    has_operation: bool,
}

#[test]
fn annotations_are_read_and_are_not_needed() {
    let mut part = String::new();
    let mut exact = Vec::new();
    for (heading, is_annotated) in [("annotated", true), ("without the annotation", false)] {
        let (mut right, mut all, mut unpaged, mut misses) = (0, 0, 0, String::new());
        for file in documents::files(&documents::folder("autorest"), ".json") {
            let mut document = documents::json(&file);
            let truths = truths(&document);
            if !is_annotated {
                strip(&mut document);
            }
            for operation in read::swagger(&document.to_string()).unwrap().operations {
                let verdict = infer(&operation);
                let Some(truth) = truths.get(&operation.id) else {
                    unpaged += u64::from(matches!(verdict, Verdict::Declared { .. }));
                    continue;
                };
                // A part of a path can only be read, not inferred.
                if truth.has_operation && !is_annotated {
                    continue;
                }
                all += 1;
                match truth.judge(&verdict) {
                    Ok(()) => right += 1,
                    Err(said) => misses += &format!("* {heading}: {}: {said}\n", operation.id),
                }
            }
        }
        part += &format!(
            "{heading}: {right} of {all} are exact ({}); {unpaged} are declared that have no annotation.\n\n",
            percent(right, all)
        );
        part += &misses;
        exact.push((right, all));
    }
    report::part("autorest", &part);
    assert!(
        exact[0].0 * 100 >= exact[0].1 * 92,
        "annotations read: {:?}",
        exact[0]
    );
    assert!(
        exact[1].0 * 100 >= exact[1].1 * 90,
        "inferred: {:?}",
        exact[1]
    );
}

impl Truth {
    fn judge(&self, verdict: &Verdict) -> Result<(), String> {
        let declaration = match verdict {
            Verdict::Declared { declaration, .. } => declaration,
            Verdict::NotPaginated { .. } if self.link.is_none() => return Ok(()),
            Verdict::Undecided { question, .. } => return Err(question.clone()),
            _ => return Err("not paginated".to_owned()),
        };
        let said = mode(declaration.mode.as_ref().unwrap());
        let items = declaration.items.as_ref().map(|path| path.0.join("."));
        let is_right = match (&self.link, self.has_operation) {
            (None, _) => false,
            (Some(link), false) => said == format!("next_url {link}"),
            (Some(link), true) => said.starts_with(&format!("{link} -> ")),
        };
        if is_right && items.as_ref() == Some(&self.items) {
            Ok(())
        } else {
            Err(format!("{said}, items {items:?}"))
        }
    }
}

/// The annotation of each operation, by its name.
fn truths(document: &Value) -> BTreeMap<String, Truth> {
    let paths = document["paths"].as_object().unwrap().values();
    let operations = paths.flat_map(|path| path.as_object().unwrap().values());
    let annotated = operations.filter(|operation| operation["x-ms-pageable"].is_object());
    annotated
        .map(|operation| {
            let pageable = &operation["x-ms-pageable"];
            let link = match pageable.get("nextLinkName") {
                None => Some("nextLink".to_owned()),
                // An empty name is that of the default, as AutoRest has it.
                Some(Value::String(name)) if name.is_empty() => Some("nextLink".to_owned()),
                Some(Value::String(name)) => Some(name.clone()),
                Some(_) => None,
            };
            let truth = Truth {
                items: pageable["itemName"].as_str().unwrap_or("value").to_owned(),
                link,
                has_operation: pageable["operationName"].is_string(),
            };
            (operation["operationId"].as_str().unwrap().to_owned(), truth)
        })
        .collect()
}

/// Takes the annotation out.
fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("x-ms-pageable");
            members.values_mut().for_each(strip);
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        _ => {}
    }
}
