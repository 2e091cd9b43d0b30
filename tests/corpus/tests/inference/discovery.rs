//! Google: methods whose response has `nextPageToken`.
//!
//! The truth does not use the engine. The token goes into the parameter `pageToken` (in three APIs
//! `page_token`, `nextPageToken` or `continue`) of the query, of the request's schema, or of a schema
//! inside of that. The items are the only list; of several, the only one that remains without
//! `unreachable` and warnings (AIP-217), then the only one whose elements are no texts; of none,
//! the only map. What remains was read by hand: `google_items.txt`.

use std::collections::BTreeMap;
use std::path::Path;

use paginate_infer::declaration::Declaration;
use paginate_infer::{Verdict, infer, read};
use serde_json::Value;

use crate::said::mode;
use crate::score::{HEAD, Score, percent};
use crate::{documents, report};

/// What one document, or all, came to.
#[derive(Debug, Default)]
struct Tally {
    documents: u64,
    methods: u64,
    paged: u64,
    exact: u64,
    without_parameter: u64,
    refused: u64,
    others: u64,
    token: Score,
    items: Score,
    whole: Score,
    misses: Vec<(String, String, String)>,
}

#[test]
fn page_tokens_are_found_in_discovery_documents() {
    let files = documents::files(&documents::folder("google"), ".json");
    let by_hand = by_hand();
    let mut all = Tally::default();
    for tally in documents::each(&files, |file| tally(file, &by_hand)) {
        all.add(tally);
    }
    report::part("discovery", &all.text());
    assert!(all.documents >= 611, "{} documents", all.documents);
    assert!(
        all.exact * 1000 >= all.paged * 999,
        "exact: {} of {}",
        all.exact,
        all.paged
    );
    assert_eq!(all.whole.wrong, 0, "declared wrongly");
    assert_eq!(
        all.refused, all.without_parameter,
        "declared without a parameter for the token"
    );
    assert!(all.others <= 91, "others declared: {}", all.others);
}

/// The items by the names of all lists of a response.
fn by_hand() -> BTreeMap<String, Vec<String>> {
    let lines = include_str!("google_items.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (lists, items) = line.split_once(": ").unwrap();
            let items = items.split('|').map(str::to_owned);
            (lists.to_owned(), items.collect())
        })
        .collect()
}

fn tally(file: &Path, by_hand: &BTreeMap<String, Vec<String>>) -> Tally {
    let name = file.file_name().unwrap().to_str().unwrap();
    let text = documents::text(file);
    let document: Value = serde_json::from_str(&text).unwrap();
    let mut tally = Tally {
        documents: 1,
        ..Tally::default()
    };
    let mut methods = Vec::new();
    collect(&document, &mut methods);
    let operations = match read::discovery(&text) {
        Ok(operations) => operations,
        // Two documents describe an API without methods.
        Err(_) if methods.is_empty() => return tally,
        Err(error) => panic!("{name}: {error}"),
    };
    assert_eq!(operations.len(), methods.len(), "{name}");
    for (operation, method) in operations.iter().zip(methods) {
        tally.methods += 1;
        tally.judge(name, &infer(operation), method, &document, by_hand);
    }
    tally
}

/// The methods, in the order in which they are read.
fn collect<'a>(resource: &'a Value, methods: &mut Vec<&'a Value>) {
    methods.extend(
        resource["methods"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(_, method)| method),
    );
    for (_, inner) in resource["resources"].as_object().into_iter().flatten() {
        collect(inner, methods);
    }
}

impl Tally {
    fn judge(
        &mut self,
        file: &str,
        verdict: &Verdict,
        method: &Value,
        document: &Value,
        by_hand: &BTreeMap<String, Vec<String>>,
    ) {
        let id = method["id"].as_str().unwrap();
        let response = method["response"]["$ref"].as_str().unwrap_or("");
        let members = &document["schemas"][response]["properties"];
        let declared = match verdict {
            Verdict::Declared { declaration, .. } => Some(declaration),
            _ => None,
        };
        let mut miss = |class: &str, text: String| {
            self.misses
                .push((class.to_owned(), text, format!("{id} ({file})")));
        };
        let token = declared.map(|declaration| mode(declaration.mode.as_ref().unwrap()));
        let items = declared.map(|declaration| items(declaration));
        if members.get("nextPageToken").is_none() {
            if let (Some(token), Some(items)) = (token, items) {
                self.others += 1;
                miss(
                    "declared, without nextPageToken",
                    format!("{token}, items {items}"),
                );
            }
            return;
        }
        let Some(parameter) = parameter(method, document) else {
            self.without_parameter += 1;
            self.refused += u64::from(declared.is_none());
            if let Some(token) = token {
                miss("declared, without a parameter that takes the token", token);
            }
            return;
        };
        self.paged += 1;
        let truth = Some(format!("nextPageToken -> {parameter}"));
        let lists = lists_of(members, by_hand);
        let is_list = items.as_ref().is_some_and(|items| lists.contains(items));
        self.token += Score::of(&token, &truth);
        let items_score = Score {
            right: is_list.into(),
            wrong: (items.is_some() && !is_list).into(),
            missed: (!is_list).into(),
        };
        self.items += items_score;
        let is_exact = token == truth && is_list;
        self.exact += u64::from(is_exact);
        self.whole += Score {
            right: is_exact.into(),
            wrong: (declared.is_some() && !is_exact).into(),
            missed: (!is_exact).into(),
        };
        if !is_exact {
            match verdict {
                Verdict::Undecided { question, .. } => miss("undecided", question.clone()),
                Verdict::Declared { .. } => {
                    let text = format!(
                        "token {}, items {}; truth {parameter}, {}",
                        token.unwrap(),
                        items.unwrap(),
                        lists.join("|")
                    );
                    miss("declared wrongly", text);
                }
                _ => miss("not paginated", lists.join("|")),
            }
        }
    }

    fn add(&mut self, other: Self) {
        self.documents += other.documents;
        self.methods += other.methods;
        self.paged += other.paged;
        self.exact += other.exact;
        self.without_parameter += other.without_parameter;
        self.refused += other.refused;
        self.others += other.others;
        self.token += other.token;
        self.items += other.items;
        self.whole += other.whole;
        self.misses.extend(other.misses);
    }

    fn text(&self) -> String {
        let mut text = format!(
            "{} documents, {} methods. {} of them return `nextPageToken`, {} of which have no parameter that takes it.\n\n",
            self.documents,
            self.methods,
            self.paged + self.without_parameter,
            self.without_parameter
        );
        let others = self.methods - self.paged - self.without_parameter;
        text += &format!(
            "* {} of {} are exact, items included ({}).\n* Of the {} without a parameter, {} are refused.\n\
             * Of the {others} others, {} are declared ({}).\n\n",
            self.exact,
            self.paged,
            percent(self.exact, self.paged),
            self.without_parameter,
            self.refused,
            self.others,
            percent(self.others, others)
        );
        text += HEAD;
        text += &self.token.row("token, in and out");
        text += &self.items.row("items");
        text += &self.whole.row("whole");
        let mut classes: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
        for (class, what, method) in &self.misses {
            classes
                .entry(class)
                .or_default()
                .entry(what)
                .or_default()
                .push(method);
        }
        for (class, rows) in classes {
            let count: usize = rows.values().map(Vec::len).sum();
            text += &format!("\n#### {class}: {count}\n\n");
            for (what, methods) in rows {
                text += &format!("* {what}: {}\n", methods.join(", "));
            }
        }
        text
    }
}

/// Where the token goes, in the words of the engine: with dots inside of a body.
fn parameter(method: &Value, document: &Value) -> Option<String> {
    let names = ["pageToken", "page_token", "nextPageToken", "continue"];
    let of = |members: &Value| names.into_iter().find(|name| members.get(*name).is_some());
    if let Some(name) = of(&method["parameters"]) {
        return Some(name.to_owned());
    }
    let request = method["request"]["$ref"].as_str()?;
    let members = &document["schemas"][request]["properties"];
    if let Some(name) = of(members) {
        return Some(name.to_owned());
    }
    members.as_object()?.iter().find_map(|(outer, member)| {
        let inner = &document["schemas"][member["$ref"].as_str()?]["properties"];
        of(inner).map(|name| format!("{outer}.{name}"))
    })
}

/// The lists that are right as items.
fn lists_of(members: &Value, by_hand: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let members = members.as_object().unwrap();
    let is = |member: &Value, kind: &str| member["type"] == kind;
    let all = members.iter().filter(|(_, member)| is(member, "array"));
    let all: Vec<(&String, &Value)> = all.collect();
    let mut left = all.clone();
    left.retain(|(name, _)| {
        !name.starts_with("unreachable") && !name.to_lowercase().ends_with("warnings")
    });
    if left.is_empty() {
        let is_map = |member: &Value| member.get("additionalProperties").is_some();
        let maps = members.iter().filter(|(_, member)| is_map(member));
        let maps: Vec<String> = maps.map(|(name, _)| name.clone()).collect();
        if maps.len() == 1 || all.is_empty() {
            return maps;
        }
        left.clone_from(&all);
    }
    if left.len() > 1 {
        left.retain(|(_, member)| !is(&member["items"], "string"));
    }
    if let [(name, _)] = left[..] {
        return vec![name.clone()];
    }
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let known = by_hand.get(&names.join(","));
    known
        .unwrap_or_else(|| panic!("google_items.txt lacks {}", names.join(",")))
        .clone()
}

fn items(declaration: &Declaration) -> String {
    let path = declaration.items.as_ref().map(|path| path.0.join("."));
    path.unwrap_or_else(|| "the body".to_owned())
}
