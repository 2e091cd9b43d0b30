//! Reads a response: its status, its body, and the page in the body.

pub(crate) mod body;
pub(crate) mod decode;
pub(crate) mod early;
pub(crate) mod elements;
pub(crate) mod evidence;
pub(crate) mod failure;
pub(crate) mod fingerprint;
pub(crate) mod format;
pub(crate) mod member;
mod missing_list;
pub(crate) mod scanner;
pub(crate) mod status;
