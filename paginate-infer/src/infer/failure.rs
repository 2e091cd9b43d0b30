//! Signs of failure in a response of status 200.

use crate::declaration::Declaration;
use crate::infer::facts::{Facts, Field};
use crate::infer::hypothesis::seen;
use crate::infer::words;
use crate::model::Kind;
use crate::value;
use crate::verdict::Evidence;

/// Writes the flag of success, and the message beside it, into the declaration.
pub(crate) fn complete(
    facts: &Facts<'_>,
    declaration: &mut Declaration,
    evidence: &mut Vec<Evidence>,
) {
    if declaration.ok.is_some() || declaration.error.is_some() {
        return;
    }
    let mut root = facts.fields.iter().filter(|field| field.path.len() == 1);
    let names = ["ok", "success", "is success", "succeeded", "successful"];
    let is_flag = |field: &&Field<'_>| {
        field.kind() == Kind::Boolean
            && words::are_any(&field.words, &names)
            && is_always(facts, field)
    };
    let Some(flag) = root.clone().find(is_flag) else {
        return;
    };
    evidence.push(seen("ok", flag.name(), "is true on success"));
    declaration.ok = Some(flag.location.clone());
    let message = root.find(|field| {
        field.kind() == Kind::String && words::are_any(&field.words, &["error", "error message"])
    });
    if let Some(message) = message {
        evidence.push(seen("error", message.name(), "says what failed"));
        declaration.error = Some(message.location.clone());
    }
}

/// Whether the flag is in every response: the document says so, or each page had it.
fn is_always(facts: &Facts<'_>, field: &Field<'_>) -> bool {
    let response = facts.operation.response.as_ref();
    let name = field.path.first().copied();
    let is_required = response.is_some_and(|response| {
        let mut members = response.members.iter();
        members.any(|member| Some(member.name.as_str()) == name && member.required)
    });
    let samples = &facts.operation.samples;
    let is_true = |field: &Field<'_>| {
        samples
            .iter()
            .all(|sample| value::read(sample, &field.location).is_some())
    };
    if samples.is_empty() {
        is_required
    } else {
        is_true(field)
    }
}
