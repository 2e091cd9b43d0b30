//! Each rule, on small operations written by hand: exact verdicts, and what is refused.

mod annotation;
mod counter;
mod items;
mod kit;
mod last_item;
mod read;
mod refuse;
mod size;
mod token;
mod url;
