//! Fingerprints of a page's item list, to recognise the same page again.

use crate::page::elements::objects;
use memchr::{memchr2_iter, memmem};
use serde_json::value::RawValue;
use twox_hash::XxHash3_64;

/// Returns a hash of the raw item list if its location is known, otherwise of the whole body.
/// `None` if there are no bytes (typed pages).
///
/// The hash is XXH3, which is the same for all versions, toolchains and machines, because a
/// [`Segment`](crate::segment::Segment) stores one.
///
/// Only the list is hashed: with the whole body, an echoed page number or a request id would make
/// equal pages look different.
pub(crate) fn fingerprint(list: Option<&RawValue>, body: &[u8]) -> Option<u64> {
    if body.is_empty() {
        return None;
    }
    Some(XxHash3_64::oneshot(
        list.map_or(body, |list| list.get().as_bytes()),
    ))
}

/// The number of bytes of a list that are read to see whether its page may be the same as an
/// earlier one.
const GLANCE: usize = 512;

/// Short fingerprints of the last pages. Only pages that look alike need a full fingerprint.
#[derive(Debug, Default)]
pub(crate) struct Glances {
    seen: [u64; 16],
    next: usize,
    /// The search for the name of the list, which is the same in all pages of a walk.
    name: Option<memmem::Finder<'static>>,
}

impl Glances {
    /// Takes in a page. Returns whether one of the last few looked the same.
    pub(crate) fn are_alike(&mut self, items_member: Option<&'static str>, body: &[u8]) -> bool {
        if body.is_empty() {
            return false;
        }
        let list = items_member.and_then(|member| {
            let name = self.name.get_or_insert_with(|| memmem::Finder::new(member));
            // The text after the first one that may be the name of the list.
            body.get(name.find(body)?.saturating_add(member.len())..)
        });
        let list = list.unwrap_or(body);
        let glance = XxHash3_64::oneshot(beginning(list));
        let alike = self.seen.contains(&glance);
        if let Some(place) = self.seen.get_mut(self.next) {
            *place = glance;
        }
        self.next = (self.next + 1) % self.seen.len();
        alike
    }
}

/// Returns the beginning of a list, at most up to its end, because the data after the list differs
/// from page to page. Brackets inside texts count as the list's own, which makes the result longer
/// or shorter, but always the same for the same list.
fn beginning(list: &[u8]) -> &[u8] {
    let window = list.get(..GLANCE).unwrap_or(list);
    let mut depth = 0_usize;
    for at in memchr2_iter(b'[', b']', window) {
        if window.get(at) == Some(&b'[') {
            depth = depth.saturating_add(1);
        } else if depth <= 1 {
            return window.get(..at).unwrap_or(window);
        } else {
            depth = depth.saturating_sub(1);
        }
    }
    window
}

/// The number of bytes at the beginning of a list that are read.
const BEGINNING: usize = 4 << 10;

/// Returns the hashes of the objects at the beginning of a list, by the name of the member that
/// holds it. Empty if the member is not a list of objects.
pub(crate) fn leading_elements(member: &str, body: &[u8]) -> impl Iterator<Item = u64> {
    objects(list_of_objects(member, body)).map(XxHash3_64::oneshot)
}

/// Returns the text inside the first list of objects that is the value of a member with that name.
fn list_of_objects<'a>(member: &str, body: &'a [u8]) -> &'a [u8] {
    let name = format!("\"{member}\"");
    let lists = memmem::find_iter(body, name.as_bytes()).filter_map(|at| {
        let value = body
            .get(at.saturating_add(name.len())..)?
            .trim_ascii_start()
            .strip_prefix(b":")?;
        let inside = value
            .trim_ascii_start()
            .strip_prefix(b"[")?
            .trim_ascii_start();
        inside.starts_with(b"{").then_some(inside)
    });
    let inside = lists.into_iter().next().unwrap_or_default();
    inside.get(..BEGINNING).unwrap_or(inside)
}
