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
        type Item = <Vec<User> as __paginate::PageItems>::Item;
        type Mode = __paginate::Token;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
                __paginate::Source::Token(__paginate::Sink::Query("next_page_token")),
            )
            .max(300)
            .items_at("users")
            .next_at(__paginate::ResponseLocation::Member("next_page_token"))
            .early();
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'paginate> {
            __paginate::PageInfo::new()
                .item_count(<Vec<User> as __paginate::PageItems>::len(&self.users))
                .token::<String>(::core::option::Option::Some(&self.next_page_token))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<User> as __paginate::PageItems>::take(&mut self.users)
        }
    }
    #[automatically_derived]
    impl __paginate::EarlyContinuation for UserList {}
};
