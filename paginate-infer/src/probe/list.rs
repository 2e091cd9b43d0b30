//! The list of a page, and how the lists of two pages lie to each other.

use serde_json::Value;

use crate::declaration::{Declaration, Path};
use crate::infer::facts::Facts;
use crate::infer::items;
use crate::model::Sample;
use crate::probe::talk::Reply;
use crate::value;

/// Members that tell items apart.
const KEYS: [&str; 7] = ["id", "uuid", "_id", "ID", "Id", "key", "sha"];

/// Where the list is, and what tells its items apart.
#[derive(Debug)]
pub(super) struct List {
    pub(super) declaration: Declaration,
    pub(super) why: String,
    key: Option<&'static str>,
}

/// Why there is none.
#[derive(Debug)]
pub(super) enum NoList {
    /// The response has none.
    None,
    /// Two lists are equally good.
    Several(String),
}

/// How a list lies to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seam {
    /// It has the same items.
    Same,
    /// It has no items.
    Empty,
    /// It has other items.
    Other,
    /// It has some of the items; the first one is this one of them.
    Overlaps(Option<usize>),
}

impl List {
    /// The list of the first page.
    pub(super) fn of(facts: &Facts<'_>, first: &Sample) -> Result<Self, NoList> {
        let choice = items::choose(facts, &[]);
        if choice.rival.is_some() {
            return Err(NoList::Several(items::question(facts, &[])));
        }
        let mut declaration = Declaration::default();
        let mut evidence = Vec::new();
        items::complete(facts, &[], &mut declaration, &mut evidence);
        if declaration.items.is_none() && !declaration.is_list {
            return Err(NoList::None);
        }
        let mut list = Self {
            declaration,
            why: evidence
                .first()
                .map(|seen| format!("the {} {}", seen.place, seen.text))
                .unwrap_or_default(),
            key: None,
        };
        let items = list.items(first);
        list.key = KEYS.into_iter().find(|key| {
            let ids: Vec<String> = items
                .iter()
                .filter_map(|item| item.get(key).and_then(value::plain))
                .collect();
            ids.len() == items.len() && !has_double(&ids)
        });
        Ok(list)
    }

    /// The items of a page. A list that is not there is empty.
    pub(super) fn items<'a>(&self, page: &'a Sample) -> Vec<&'a Value> {
        value::items(&page.body, &self.declaration).unwrap_or_default()
    }

    /// What tells the items of a page apart, in order.
    pub(super) fn keys(&self, page: &Sample) -> Vec<String> {
        let items = self.items(page).into_iter();
        items.map(|item| self.key_of(item)).collect()
    }

    /// Whether the keys of the first page are 1, 2, 3 or 0, 1, 2.
    pub(super) fn is_numbered(&self, keys: &[String]) -> bool {
        let numbers = keys.iter().map(|key| key.parse::<usize>().ok());
        let mut at = numbers.enumerate();
        self.key.is_some()
            && at.all(|(at, number)| number.is_some_and(|number| number == at || number == at + 1))
    }

    /// The member that tells items apart.
    pub(super) fn key(&self) -> Option<&'static str> {
        self.key
    }

    fn key_of(&self, item: &Value) -> String {
        let key = self.key.and_then(|key| item.get(key));
        key.and_then(value::plain)
            .unwrap_or_else(|| item.to_string())
    }

    /// How the list of a reply lies to that of a page. `None` if it is no page.
    pub(super) fn seam(&self, before: &[String], reply: &Reply) -> Option<Seam> {
        let page = reply.page()?;
        // What has no list where the first page has one is an answer of another kind.
        let is_there = match &self.declaration.items {
            Some(path) => has_list(&page.body, path),
            None => page.body.is_array(),
        };
        is_there.then(|| seam(before, &self.keys(page)))
    }

    /// Whether some items of a page cannot be told apart.
    pub(super) fn has_doubles(&self, keys: &[String]) -> bool {
        self.key.is_none() && has_double(keys)
    }
}

/// Whether the members that lead to the list are there. The list itself can be left out.
fn has_list(body: &Value, path: &Path) -> bool {
    let around = path.0.iter().take_while(|step| *step != "[]").cloned();
    let mut around: Vec<String> = around.collect();
    if value::at(body, &Path(around.clone()))
        .is_some_and(|list| list.is_array() || list.is_object())
    {
        return true;
    }
    around.pop();
    let outer = value::at(body, &Path(around));
    outer.is_some_and(|outer| {
        let members = outer.as_object();
        members.is_some_and(|members| {
            !members.contains_key("error") && !members.contains_key("errors")
        })
    })
}

fn has_double(keys: &[String]) -> bool {
    let mut sorted: Vec<&String> = keys.iter().collect();
    sorted.sort();
    sorted.windows(2).any(|pair| pair.first() == pair.last())
}

/// How a list lies to the one before it.
pub(super) fn seam(before: &[String], after: &[String]) -> Seam {
    if after.is_empty() {
        return Seam::Empty;
    }
    if before == after {
        return Seam::Same;
    }
    match after.iter().any(|key| before.contains(key)) {
        true => {
            let first = after.first();
            Seam::Overlaps(before.iter().position(|key| Some(key) == first))
        }
        false => Seam::Other,
    }
}
