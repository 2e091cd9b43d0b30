//! A helper for lists that an API sends as null.

use serde::{Deserialize, Deserializer};

/// Reads a list that may be null: `#[serde(default, deserialize_with =
/// "paginate_runtime::page::null_as_default")]`.
///
/// With `default` the list may be absent too. Works for every type that has a default.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Tags {
///     #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
///     tags: Vec<String>,
/// }
/// assert!(serde_json::from_str::<Tags>(r#"{"tags": null}"#)?.tags.is_empty());
/// assert!(serde_json::from_str::<Tags>("{}")?.tags.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Returns an error if the value is neither null nor what `L` reads.
pub fn null_as_default<'de, D, L>(deserializer: D) -> Result<L, D::Error>
where
    D: Deserializer<'de>,
    L: Deserialize<'de> + Default,
{
    Ok(Option::<L>::deserialize(deserializer)?.unwrap_or_default())
}
