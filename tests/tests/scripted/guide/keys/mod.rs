//! One example for each key of the attribute: the text that the guide's page shows, and the walk
//! that produces the results in it. Each section of the page is a file.
//!
//! The text between `// [name]` and `// [/name]` is shown unchanged. Each example is walked: its
//! JSON is the first page, and every later request gets a 204, which is an end.
//!
//! A new key is a module in the file of its section, and a row of `section` at the top of it.

mod continuation;
mod end;
mod example;
mod item_list;
mod next_page;
mod other;
mod page_size;
mod status_200;

pub(crate) use self::example::Example;

/// Returns the sections of the page, each with its examples, in order.
pub(crate) async fn sections() -> Vec<(&'static str, Vec<Example>)> {
    vec![
        next_page::section().await,
        continuation::section().await,
        item_list::section().await,
        end::section().await,
        page_size::section().await,
        status_200::section().await,
        other::section().await,
    ]
}
