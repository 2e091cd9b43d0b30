//! Bare JSON bodies: one, or several one after the other.

use serde_json::Value;

use super::error::ReadError;
use crate::model::Sample;

/// Reads bodies. Of each only the body is known.
pub(crate) fn of(text: &str) -> Result<Vec<Sample>, ReadError> {
    let bodies = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let mut samples = Vec::new();
    for (number, body) in bodies.enumerate() {
        let body = body.map_err(|error| {
            let place = match number {
                0 => String::new(),
                number => format!("body {}", number + 1),
            };
            ReadError::new(place, format!("the body is no JSON: {error}"))
        })?;
        samples.push(Sample {
            status: 200,
            body,
            ..Sample::default()
        });
    }
    Ok(samples)
}
