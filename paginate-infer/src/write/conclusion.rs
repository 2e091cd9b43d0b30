//! A conclusion as JSON.

use serde::Serialize;

use crate::model::Operation;
use crate::verdict::Verdict;

/// A conclusion as JSON, as `cargo paginate --format json` and the page write it.
///
/// # Examples
///
/// ```
/// use paginate_infer::{infer, model::Operation, write::Conclusion};
///
/// let mut operation = Operation::default();
/// operation.method = "GET".to_owned();
/// operation.path = "/health".to_owned();
/// let verdict = infer(&operation);
/// let json = serde_json::to_value(Conclusion::new(&operation, &verdict))?;
/// assert_eq!(json["path"], "/health");
/// assert_eq!(json["attribute"], serde_json::Value::Null);
/// assert!(json["verdict"]["not_paginated"].is_object());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Serialize)]
pub struct Conclusion<'a> {
    operation: &'a str,
    method: &'a str,
    path: &'a str,
    attribute: Option<String>,
    verdict: &'a Verdict,
}

impl<'a> Conclusion<'a> {
    /// The operation, `#[paginate(..)]` if it is declared and can be written, and the verdict.
    pub fn new(operation: &'a Operation, verdict: &'a Verdict) -> Self {
        let declaration = verdict.declaration();
        Self {
            operation: &operation.id,
            method: &operation.method,
            path: &operation.path,
            attribute: declaration.and_then(|declared| super::attribute(operation, declared).ok()),
            verdict,
        }
    }
}
