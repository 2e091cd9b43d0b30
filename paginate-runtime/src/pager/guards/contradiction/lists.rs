//! Rules about a list that is elsewhere, or that changed.

use super::names::{LISTS, OTHER_LISTS, says_none};
use super::{Finding, Occasion, fail, rename, some, warn};
use crate::page::evidence::{Evidence, Member, Shape, loosely_equal, plain};
use crate::pager::guards::overlap::SecondPage;
use crate::report::warning::WarningKind;
use crate::scheme::location::Source;

/// Finds items at the declared path of the list, if the first page read none there. The derive does
/// not see the serde attributes of nested structs.
pub(crate) fn list_is_renamed(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let member = at.scheme.items_member.filter(|_| at.first && at.len == 0)?;
    // In lists of lists, the inner ones can be empty.
    let within = at.scheme.items_within.filter(|rest| !rest.contains('['))?;
    let declared = format!("{member}.{within}");
    let is_full = |found: &&Member| {
        found.path == declared
            && matches!(
                found.value,
                Shape::List { len: 1.., .. } | Shape::Map { len: 1.. }
            )
    };
    let found = evidence.members.iter().find(is_full)?;
    let (Shape::List { len, .. } | Shape::Map { len }) = found.value else {
        return None;
    };
    fail(format!(
        "the list `{declared}` in the response has {}, and the declaration read none: if serde renames the field (`rename`, or `rename_all` on its \
         struct), write the name that the response has",
        some(len, "item")
    ))
}

/// Finds a list of items in another place, if the first page has none in the declared place.
pub(crate) fn list_is_elsewhere(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let member = at.scheme.items_member.filter(|_| at.first && at.len == 0)?;
    let declared = match at.scheme.items_within {
        Some(rest) => format!("{member}.{rest}").replace(".[", "["),
        None => member.to_owned(),
    };
    // The API says that there is nothing, so other lists are about something else.
    if says_none(evidence) {
        return None;
    }
    if evidence
        .members
        .iter()
        .any(|found| found.path == member || found.path == declared)
    {
        // The list is there and empty, or the mistake is deeper, where the names are not known.
        let list = declared.split('[').next().unwrap_or_default();
        let inside = evidence.at(list).is_some();
        if inside
            || evidence.members.iter().any(|found| {
                found.path == member && matches!(found.value, Shape::Null | Shape::List { .. })
            })
        {
            return full_list_beside(&declared, evidence);
        }
    }
    let lists = full_lists(at, evidence, &declared);
    let names = lists
        .iter()
        .map(|list| format!("`{}`", list.shown()))
        .collect::<Vec<_>>()
        .join(", ");
    match lists.as_slice() {
        [] => None,
        [
            list @ Member {
                value: Shape::List { objects: true, .. },
                ..
            },
        ] => fail(format!(
            "the declaration reads the items from `{declared}`, which is not in the response, but the list {names} is not empty: if it \
             is the list of items, put {} on the field, or write its path in `items`",
            rename(list)
        )),
        _ => warn(
            WarningKind::UnreadItems,
            format!(
                "the declaration reads the items from `{declared}`, which is not in the response, but these lists are not empty: {names}"
            ),
        ),
    }
}

/// Returns the lists that may hold the items. Lists with some names hold something else, unless there
/// is no other list, and the walk goes on or the name is like the declared one.
fn full_lists<'e>(at: &Occasion<'_>, evidence: &'e Evidence, declared: &str) -> Vec<&'e Member> {
    let is_other = |found: &&Member| OTHER_LISTS.contains(&found.plain_name().as_str());
    let is_full = |found: &&Member| matches!(found.value, Shape::List { len: 1.., .. });
    let full = evidence.members.iter().filter(is_full);
    let lists: Vec<&Member> = full.clone().filter(|found| !is_other(found)).collect();
    if !lists.is_empty() {
        return lists;
    }
    let goes_on = at.end.is_none() && at.stopped.is_none();
    full.filter(|found| {
        let objects = matches!(found.value, Shape::List { objects: true, .. });
        let name = found.plain_name();
        objects && (goes_on || name == "messages" || is_alike(&name, declared))
    })
    .collect()
}

/// Finds a page that begins with an item of the one before it, if earlier pages did not.
pub(crate) fn list_has_changed(at: &Occasion<'_>, _: &Evidence) -> Option<Finding> {
    let message = match at.second_page {
        Some(SecondPage::OneLater) => {
            "page 2 begins with the second item of page 1: check that the declared continuation leads to the next page. A GraphQL connection continues \
             with `pageInfo.endCursor`, not with the cursor of an edge"
        }
        Some(SecondPage::Again) => {
            "page 2 begins with the same items as page 1: check that the declared continuation leads forward, and is sent in the parameter that asks for \
             what comes after it (`after`, not `before`)"
        }
        None if !at.overlaps => return None,
        None if matches!(at.scheme.source, Source::Offset(_)) => {
            "the page begins with an item of the page before it, which is delivered twice: the list has changed during the walk, or this API leaves items out of \
             its pages, so that the next offset is not the number of items received. Items can be missing too"
        }
        None => {
            "the page begins with an item of the page before it, which is delivered twice: the list has changed during the walk, and items can be missing too"
        }
    };
    warn(WarningKind::Overlap, message)
}

/// Returns whether a name is the declared one but for its ending: `messages` and `message`.
fn is_alike(name: &str, declared: &str) -> bool {
    let declared = plain(declared.rsplit('.').next().unwrap_or_default());
    let shared = name.len().min(declared.len());
    shared >= 3 && (name.starts_with(&declared) || declared.starts_with(name))
}

/// Finds a list with a usual name and with items beside the declared list, if that one is empty.
fn full_list_beside(declared: &str, evidence: &Evidence) -> Option<Finding> {
    let parent = |path: &str| {
        path.rsplit_once('.')
            .map_or_else(String::new, |(parent, _)| parent.to_owned())
    };
    let is_list = |found: &&Member| {
        let full = matches!(
            found.value,
            Shape::List {
                objects: true,
                len: 1..,
                ..
            }
        );
        full && LISTS.contains(&found.plain_name().as_str())
            && loosely_equal(&parent(&found.path), &parent(declared))
    };
    let member = evidence.members.iter().find(is_list)?;
    warn(
        WarningKind::UnreadItems,
        format!(
            "the declaration reads the items from `{declared}`, which is empty, but the list `{}` beside it is not: if that is the list of items, write its path in `items`",
            member.shown()
        ),
    )
}
