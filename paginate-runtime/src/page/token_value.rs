//! [`TokenValue`]: the value of a token, as it is written into a request.

use std::borrow::Cow;
use std::fmt;

/// A continuation value, with the type it had on the wire.
///
/// JSON types matter in bodies, where `"7"` and `7` differ, and are lost in queries, forms and
/// headers. `Debug` never shows the value: tokens are credentials in some APIs.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum TokenValue<'a> {
    /// A string. It is quoted in a JSON body, and written as it is elsewhere.
    Text(Cow<'a, str>),
    /// JSON text that is not a string (a number, an array, an object). It is written verbatim, so
    /// that numbers above 2^64 keep their digits.
    Json(Cow<'a, str>),
}

impl<'a> TokenValue<'a> {
    /// Creates a string value.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Creates a value from JSON text. A JSON string becomes [`TokenValue::Text`], so that it is
    /// quoted once and not twice.
    ///
    /// Text that is not JSON is taken as a plain string.
    ///
    /// ```
    /// use paginate_runtime::page::TokenValue;
    /// assert_eq!(TokenValue::json("\"a\\u0062\""), TokenValue::text("ab"));
    /// assert_eq!(TokenValue::json("[1,2]"), TokenValue::Json("[1,2]".into()));
    /// ```
    pub fn json(json: impl Into<Cow<'a, str>>) -> Self {
        let json = json.into();
        let trimmed = json.trim();
        if trimmed.starts_with('"') {
            if let Ok(text) = serde_json::from_str::<String>(trimmed) {
                return Self::Text(text.into());
            }
        }
        if serde_json::from_str::<serde::de::IgnoredAny>(trimmed).is_err() {
            return Self::Text(json);
        }
        if trimmed.len() == json.len() {
            Self::Json(json)
        } else {
            Self::Json(trimmed.to_owned().into())
        }
    }

    /// Returns the value as it is written into a query parameter, a form field or a header.
    pub fn as_plain(&self) -> &str {
        match self {
            Self::Text(text) | Self::Json(text) => text,
        }
    }

    /// Converts the value into the text of [`as_plain`](Self::as_plain).
    pub fn into_plain(self) -> String {
        match self {
            Self::Text(text) | Self::Json(text) => text.into_owned(),
        }
    }

    /// Returns the value as JSON text: strings are quoted, everything else is verbatim.
    pub fn to_json(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => {
                Cow::Owned(serde_json::Value::String(text.as_ref().to_owned()).to_string())
            }
            Self::Json(json) => Cow::Borrowed(json),
        }
    }

    /// Returns whether this is a JSON array or object, which does not fit into a single query
    /// parameter.
    pub fn is_compound(&self) -> bool {
        matches!(self, Self::Json(json) if json.starts_with(['[', '{']))
    }

    /// Converts the value into one that borrows nothing.
    pub fn into_owned(self) -> TokenValue<'static> {
        match self {
            Self::Text(text) => TokenValue::Text(Cow::Owned(text.into_owned())),
            Self::Json(json) => TokenValue::Json(Cow::Owned(json.into_owned())),
        }
    }
}

impl fmt::Debug for TokenValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Text(_) => "Text",
            Self::Json(_) => "Json",
        };
        write!(f, "{kind}({} bytes, redacted)", self.as_plain().len())
    }
}
