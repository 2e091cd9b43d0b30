//! Patches for generators of Rust code: typify, progenitor and prost.

use super::attribute::{self, Declared};
use super::error::WriteError;
use super::types::Types;
use crate::declaration::Declaration;
use crate::model::Operation;

/// The patch for typify and progenitor, which keep the field names of this crate.
///
/// # Errors
///
/// As for [`rust`](super::rust).
pub fn typify(operation: &Operation, declaration: &Declaration) -> Result<String, WriteError> {
    let Declared { page, keys, .. } = declared(operation, declaration)?;
    let attribute = format!("#[paginate({})]", super::layout::arguments(&keys));
    Ok(format!(
        "// {} {}\n\
         settings.with_patch(\n    {page:?},\n    \
         &typify::TypeSpacePatch::default()\n        \
         .with_derive(\"::paginate_runtime::Paginated\")\n        \
         .with_attr({}),\n);\n",
        operation.method,
        operation.path,
        super::request::raw(&attribute)
    ))
}

/// The lines for a build script with prost or tonic. The function that brings pages makes the
/// request, so that no page size is named.
///
/// # Errors
///
/// As for [`rust`](super::rust).
pub fn prost(operation: &Operation, declaration: &Declaration) -> Result<String, WriteError> {
    let Declared { page, mut keys, .. } = declared(operation, declaration)?;
    keys.retain(|(key, _)| !matches!(*key, "size" | "max" | "min" | "continue_at"));
    let attribute = format!("#[paginate({})]", super::layout::arguments(&keys));
    let message = operation
        .response
        .as_ref()
        .and_then(|response| response.type_name.clone())
        .unwrap_or(page);
    Ok(format!(
        "// {}\n\
         .type_attribute({message:?}, \"#[derive(paginate_runtime::Paginated)]\")\n\
         .type_attribute({message:?}, {})\n",
        operation.id,
        super::request::raw(&attribute)
    ))
}

fn declared(operation: &Operation, declaration: &Declaration) -> Result<Declared, WriteError> {
    attribute::declare(&mut Types::default(), operation, declaration)
}
