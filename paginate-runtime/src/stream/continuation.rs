//! The continuation of a page as a text, for an interface of your own that returns pages.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::pager::checkpoint::Checkpoint;

/// The continuation of a page as an opaque text: for an interface of your own that returns one page
/// at a time, and takes this text to return the next one.
///
/// [`Page::continuation`](crate::Page::continuation) returns it, and
/// [`Paginator::start_from`](crate::Paginator::start_from) takes it. It is a [`Checkpoint`] as a
/// text that fits into a URL. It is valid only for the same query: other filters are an error.
///
/// * **It is neither encrypted nor signed.** Your callers can read the token or the link of the API
///   in it, and can replace it. It is checked like any checkpoint, so it cannot lead to another
///   host or method. But in a walk by links it can lead to *any path and query of that host*, with
///   your credentials, and with `next_with` also with other headers and another body. If your
///   callers must not choose that, sign it, or store it and give out an identifier.
/// * `Debug` does not show it. serde writes it as text.
///
/// ```
/// # use paginate_runtime::{Error, Paginated, source::IntoSource};
/// # use paginate_runtime::browse::Continuation;
/// # async fn run<P>(request: impl IntoSource, token: Option<&str>) -> Result<(Vec<P::Item>, Option<String>), Error>
/// # where P: Paginated + serde::de::DeserializeOwned + 'static {
/// // `list_users_page(token)`, over an API that pages in some other way:
/// let from: Option<Continuation> = token.map(str::parse).transpose()?;
/// let mut pages = P::paginate(request).start_from(from).pages();
/// let Some(page) = pages.try_next().await? else { return Ok((Vec::new(), None)) };
/// let next = page.continuation().map(|next| next.to_text());
/// Ok((page.into_items(), next))
/// # }
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Continuation(Checkpoint);

impl Continuation {
    pub(crate) fn new(checkpoint: Checkpoint) -> Self {
        Self(checkpoint)
    }

    /// Returns the text: letters, digits, `-` and `_`. [`parse`](str::parse) reads it.
    pub fn to_text(&self) -> String {
        // A checkpoint consists of texts and numbers, so it can always be written as JSON.
        encode(&serde_json::to_vec(&self.0).unwrap_or_default())
    }
}

impl FromStr for Continuation {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let json = decode(text).ok_or_else(|| {
            Error::setup(
                "the continuation has invalid characters: it was changed after it was made",
            )
        })?;
        let checkpoint = serde_json::from_slice(&json).map_err(|error| {
            Error::setup("the continuation cannot be read: it was changed after it was made, or it is from another version of the library").with_source(error)
        })?;
        Ok(Self(checkpoint))
    }
}

impl TryFrom<String> for Continuation {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Continuation> for String {
    fn from(continuation: Continuation) -> Self {
        continuation.to_text()
    }
}

impl From<Continuation> for Checkpoint {
    fn from(continuation: Continuation) -> Self {
        continuation.0
    }
}

impl fmt::Debug for Continuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Continuation(redacted)")
    }
}

/// The alphabet of RFC 4648, section 5, without padding.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .chain(std::iter::repeat(&0))
            .take(3)
            .fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        let letters = [18u32, 12, 6, 0].map(|shift| (bits >> shift & 63) as usize);
        let used = letters.iter().take(chunk.len().saturating_add(1));
        text.extend(
            used.filter_map(|letter| ALPHABET.get(*letter).copied())
                .map(char::from),
        );
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for letter in chunk {
            let value = ALPHABET.iter().position(|known| known == letter)?;
            bits = bits << 6 | u32::try_from(value).ok()?;
        }
        let missing = 4usize.saturating_sub(chunk.len());
        bits <<= 6 * u32::try_from(missing).ok()?;
        // A single letter contains no whole byte.
        let used = chunk.len().checked_sub(1).filter(|used| *used > 0)?;
        bytes.extend(bits.to_be_bytes().into_iter().skip(1).take(used));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn known_texts() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("\u{ff}?>", "w78_Pg"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
        for wrong in ["A", "Zm9vY", "Zg==", "Zm+v", "Zm 9", "ü"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
