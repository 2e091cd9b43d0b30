//! The requests of a test, in order.

use std::sync::{Arc, Mutex};

use crate::Request;

/// Requests in the order in which they arrived; clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<Request>>>);

impl Log {
    pub(crate) fn push(&self, request: Request) {
        self.0.lock().unwrap().push(request);
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(Request::line).collect()
    }
}
