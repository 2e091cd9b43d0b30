//! GitHub's OpenAPI document: the truth is what GitHub's own client pages through.

use std::collections::{BTreeMap, BTreeSet};

use paginate_infer::declaration::Declaration;
use paginate_infer::model::{Kind, Operation};
use paginate_infer::{Verdict, infer, read};

use crate::said::mode;
use crate::score::percent;
use crate::{documents, report};

/// The items of responses with several lists, by the end of the path.
const BY_HAND: [(&str, &str); 3] = [
    ("/compare/{basehead}", "commits"),
    ("/compare/{base}...{head}", "commits"),
    ("/search/issues", "items"),
];

#[test]
fn what_octokit_pages_is_found_in_its_document() {
    let text = documents::text(&documents::folder("github").join("api.github.com.json"));
    let described = read::openapi(&text).unwrap();
    let paged = paged();
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut misses = Vec::new();
    for operation in &described.operations {
        let is_paged = operation.method == "GET" && paged.contains(&operation.path);
        let verdict = infer(operation);
        let (result, said) = match &verdict {
            Verdict::Declared { declaration, .. } if is_paged => judge(operation, declaration),
            Verdict::Declared { declaration, .. } => {
                ("declared without", mode(declaration.mode.as_ref().unwrap()))
            }
            Verdict::Undecided { question, .. } if is_paged => ("undecided", question.clone()),
            _ if is_paged => ("not paginated", String::new()),
            _ => ("right without", String::new()),
        };
        *counts.entry(result).or_default() += 1;
        if !matches!(result, "by link" | "by page" | "right without") {
            misses.push(format!("* {result}: {}: {said}\n", operation.id));
        }
    }
    let of = |result| counts.get(result).copied().unwrap_or(0);
    let exact = of("by link") + of("by page");
    let known = paged.len() as u64;
    let others = described.operations.len() as u64 - known;
    let mut part = format!(
        "{} operations. Of {known} that are paged, {exact} are exact, items included ({}): {} by the header, {} by page \
         number. Of the {others} others, {} are declared ({}).\n",
        described.operations.len(),
        percent(exact, known),
        of("by link"),
        of("by page"),
        of("declared without"),
        percent(of("declared without"), others)
    );
    if !misses.is_empty() {
        part += "\n";
        part += &misses.concat();
    }
    report::part("github", &part);
    assert_eq!(of("declared wrongly"), 0, "declared wrongly");
    let without = of("declared without");
    assert!(without <= 3, "declared without being paged: {without}");
    assert!(exact * 100 >= known * 99, "exact: {exact} of {known}");
}

/// The paths that the client pages through: its list is one string for each, `"GET /users"`.
fn paged() -> BTreeSet<String> {
    let text = documents::text(&documents::folder("github-pages").join("index.js"));
    let parts = text.split("\"GET ").skip(1);
    let paths = parts.map(|part| part.split('"').next().unwrap().to_owned());
    let paths: BTreeSet<String> = paths.collect();
    assert!(paths.len() >= 280, "{} paths", paths.len());
    paths
}

fn judge(operation: &Operation, declaration: &Declaration) -> (&'static str, String) {
    let said = mode(declaration.mode.as_ref().unwrap());
    let by = match said.as_str() {
        "next_url link next" => "by link",
        "page page" => "by page",
        _ => return ("declared wrongly", said),
    };
    let body = operation.response.as_ref().unwrap();
    let items = declaration.items.as_ref().map(|path| path.0.join("."));
    let lists = body
        .members
        .iter()
        .filter(|member| member.shape.kind == Kind::List);
    let lists: Vec<&str> = lists.map(|member| member.name.as_str()).collect();
    let hand = BY_HAND
        .iter()
        .find(|(path, _)| operation.path.ends_with(path));
    let is_right = match (body.kind, hand, lists.as_slice()) {
        (Kind::List, _, _) => declaration.is_list,
        (_, Some((_, hand)), _) => items.as_deref() == Some(hand),
        (_, None, [only]) => items.as_deref() == Some(only),
        _ => false,
    };
    if is_right {
        (by, said)
    } else {
        (
            "declared wrongly",
            format!("{said}, items {items:?} of {lists:?}"),
        )
    }
}
