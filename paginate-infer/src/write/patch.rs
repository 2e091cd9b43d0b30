//! Patches for generators of Rust code: typify, progenitor and prost.

use super::attribute::{self, Declared};
use super::error::WriteError;
use super::types::Types;
use crate::declaration::Declaration;
use crate::model::Operation;

/// typify writes the attributes in the order of their text, and before its own derives, where it
/// would be too late for this one.
const DERIVE: &str = "#[derive(::paginate_runtime::Paginated)]";

/// The patch for typify (and progenitor, whose `TypePatch` is the same), which make the names of
/// fields as this crate does.
///
/// # Errors
///
/// As for [`rust`](super::rust); and if the response is a list without a type of its own, to which
/// nothing can be added.
pub fn typify(operation: &Operation, declaration: &Declaration) -> Result<String, WriteError> {
    let Declared { page, keys, .. } = declared(operation, declaration)?;
    let (name, note) = name(operation, declaration, page)?;
    let attribute = format!("#[paginate({})]", super::layout::arguments(&keys));
    Ok(format!(
        "// {} {}\n{note}\
         settings.with_patch(\n    {name:?},\n    \
         typify::TypeSpacePatch::default()\n        \
         .with_attr({DERIVE:?})\n        \
         .with_attr({}),\n);\n",
        operation.method,
        operation.path,
        super::request::raw(&attribute)
    ))
}

/// The name of the response's type, and a line for a name that is a guess.
fn name(
    operation: &Operation,
    declaration: &Declaration,
    page: String,
) -> Result<(String, &'static str), WriteError> {
    let named = operation.response.as_ref();
    match named.and_then(|response| response.type_name.clone()) {
        Some(name) => Ok((name, "")),
        None if declaration.is_list => Err(WriteError::NoStruct),
        None => Ok((page, GUESS)),
    }
}

const GUESS: &str =
    "// The document does not name this type: write the name that the generator gives it.\n";

/// The lines for a build script with prost or tonic. The function that brings pages makes the
/// request, so that no page size is named, and no parameter unless the derive asks for it.
///
/// # Errors
///
/// As for [`typify`].
pub fn prost(operation: &Operation, declaration: &Declaration) -> Result<String, WriteError> {
    let Declared { page, mut keys, .. } = declared(operation, declaration)?;
    let param = declaration
        .mode
        .as_ref()
        .is_some_and(attribute::needs_param);
    keys.retain(|(key, _)| match *key {
        "size" | "max" | "min" | "continue_at" => false,
        "param" => param,
        _ => true,
    });
    let attribute = format!("#[paginate({})]", super::layout::arguments(&keys));
    let (message, note) = name(operation, declaration, page)?;
    Ok(format!(
        "// {}\n{note}\
         .type_attribute({message:?}, \"#[derive(paginate_runtime::Paginated)]\")\n\
         .type_attribute({message:?}, {})\n",
        operation.id,
        super::request::raw(&attribute)
    ))
}

fn declared(operation: &Operation, declaration: &Declaration) -> Result<Declared, WriteError> {
    attribute::declare(&mut Types::default(), operation, declaration)
}
