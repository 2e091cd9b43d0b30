// #[paginate(token = "next_page_token", items = "users", max = 300)]
// struct UserList {
//     next_page_token: String,
//     users: Vec<User>,
// }

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
