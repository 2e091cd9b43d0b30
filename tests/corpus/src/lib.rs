//! The documents are read by the test `inference`; see the README beside this package.
