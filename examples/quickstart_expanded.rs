//! `quickstart.rs` with the generated code instead of the derive. A test checks that it is exactly
//! the derive's output. One constant says what to send; `page_info` extracts the paging values of a
//! page; `take_items` returns its items. `hand_written_impl.rs` has a hand-written implementation.
//!
//! ```sh
//! cargo run -p paginate-examples --example quickstart_expanded
//! ```
//!
//! It prints:
//!
//! ```text
//! jI11cHi1QgWb5NYcPAx2Kq jill.chill@example.com
//! h7uTrUeQRmKq2xWb5NYcPA htrue.vale@example.com
//! aLd0R3yzSgC8fLkTj6MwEQ aldo.ronde@example.com
//! 3 users on 2 pages
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_examples::Server;
use paginate_examples::servers::zoom;
use paginate_runtime::{EndReason, Paginated};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct User {
    id: String,
    email: String,
}

#[derive(Deserialize)]
struct UserList {
    next_page_token: String,
    users: Vec<User>,
}

#[rustfmt::skip]
const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the token of the next page is `next_page_token`.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for UserList {
        type Item = <Vec<User> as __private::PageItems>::Item;
        type Mode = __private::Token;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::Token(
                    __private::RequestLocation::Query("next_page_token"),
                ),
            )
            .max(300)
            .items_member("users")
            .next_at(__private::ResponseLocation::Member("next_page_token"))
            .early();
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            __private::PageInfo::new()
                .item_count(<Vec<User> as __private::PageItems>::len(&self.users))
                .token::<String>(::core::option::Option::Some(&self.next_page_token))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<User> as __private::PageItems>::take(&mut self.users)
        }
    }
    #[automatically_derived]
    impl __private::EarlyContinuation for UserList {}
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paginate_runtime::Error> {
    let server = Server::start(zoom::router()).await;
    let client = paginate_runtime::reqwest_0_13::client()?;
    let request = client
        .get(format!("{}/v2/users?status=active", server.origin))
        .bearer_auth(zoom::ACCESS_TOKEN);

    // Without this size it would request 300, and get all three users on one page.
    let mut users = UserList::paginate(request).page_size(2).items();
    while let Some(user) = users.try_next().await? {
        println!("{} {}", user.id, user.email);
    }
    println!("{} users on {} pages", users.received(), users.page_count());

    assert_eq!((users.received(), users.page_count()), (3, 2));
    assert_eq!(users.end_reason(), Some(EndReason::NoContinuation));
    Ok(())
}
