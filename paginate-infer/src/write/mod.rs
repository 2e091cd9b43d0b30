//! From a declaration to code: Rust, and patches for generators of Rust.
//!
//! ```
//! use paginate_infer::declaration::{Mode, Path, RequestLocation, ResponseLocation};
//! use paginate_infer::model::{Operation, Place};
//! use paginate_infer::{Declaration, write};
//!
//! let path = |name: &str| Path(vec![name.to_owned()]);
//! let mut operation = Operation::default();
//! operation.id = "listUsers".to_owned();
//! operation.method = "GET".to_owned();
//! operation.path = "/users".to_owned();
//! let mut declaration = Declaration::default();
//! declaration.mode = Some(Mode::Token(vec![(
//!     ResponseLocation::Member(path("next")),
//!     RequestLocation { place: Place::Query, name: "cursor".to_owned() },
//! )]));
//! declaration.items = Some(path("users"));
//!
//! let code = write::rust(&operation, &declaration)?;
//! assert!(code.contains(r#"#[paginate(token = "next", param = "cursor", items = "users")]"#));
//! # Ok::<(), write::WriteError>(())
//! ```

mod attribute;
mod conclusion;
mod error;
mod file;
mod fits;
mod layout;
mod names;
mod page;
mod patch;
mod request;
mod test;
mod types;

pub use conclusion::Conclusion;
pub use error::WriteError;
pub use file::File;
pub use names::renamed;
pub use patch::{prost, typify};

use crate::declaration::Declaration;
use crate::model::Operation;

/// The code of one operation: its structs, the first request, and a test if there are samples.
///
/// # Errors
///
/// If the declaration is not whole, or the runtime cannot write what it says.
pub fn rust(operation: &Operation, declaration: &Declaration) -> Result<String, WriteError> {
    let mut file = File::default();
    file.add(operation, declaration)?;
    Ok(file.code())
}

/// The attribute alone: `#[paginate(token = "next", items = "users")]`.
///
/// # Errors
///
/// As for [`rust`].
pub fn attribute(operation: &Operation, declaration: &Declaration) -> Result<String, WriteError> {
    let declared = attribute::declare(&mut types::Types::default(), operation, declaration)?;
    Ok(format!("#[paginate({})]", declared.arguments()))
}

/// Whether only a path names the operation, as in recordings.
fn is_nameless(operation: &Operation) -> bool {
    operation.id.is_empty() || operation.id.contains('/')
}

/// The name of the function that makes the first request.
fn function_name(operation: &Operation) -> String {
    let name = match is_nameless(operation) {
        true => format!("list_{}", attribute::last_name(&operation.path)),
        false => operation.id.clone(),
    };
    let name = names::snake(&name);
    match names::declared(&name) == name {
        true => name,
        false => format!("{name}_"),
    }
}
