//! The value of a token, as it will be written into a request.

use std::borrow::Cow;
use std::fmt;

/// A continuation value, with the type it had on the wire.
///
/// JSON types matter in bodies (`"7"` and `7` are different there) and vanish in queries, forms and
/// headers. `Debug` never shows the value: tokens are credentials in some APIs.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum TokenValue<'a> {
    /// A string: quoted in a JSON body, as it is elsewhere.
    Text(Cow<'a, str>),
    /// JSON text that is not a string (a number, an array, an object): verbatim, so that numbers
    /// beyond 2^64 survive.
    Json(Cow<'a, str>),
}

impl<'a> TokenValue<'a> {
    /// A string value.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// A value given as JSON text. A JSON string becomes [`TokenValue::Text`], so that it is quoted
    /// once and not twice.
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

    /// The value as it is written into a query parameter, a form field or a header.
    pub fn as_plain(&self) -> &str {
        match self {
            Self::Text(text) | Self::Json(text) => text,
        }
    }

    /// [`as_plain`](Self::as_plain), by value.
    pub fn into_plain(self) -> String {
        match self {
            Self::Text(text) | Self::Json(text) => text.into_owned(),
        }
    }

    /// The value as JSON text: strings quoted, everything else verbatim.
    pub fn to_json(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => {
                Cow::Owned(serde_json::Value::String(text.as_ref().to_owned()).to_string())
            }
            Self::Json(json) => Cow::Borrowed(json),
        }
    }

    /// Whether this is a JSON array or object, which has no place in a single query parameter.
    pub fn is_compound(&self) -> bool {
        matches!(self, Self::Json(json) if json.starts_with(['[', '{']))
    }

    /// The same value without the borrow.
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
