// #[paginate(
//     next_url = "next_page",
//     items = "accounts",
//     size = "pageSize",
//     max = 40,
//     nested = ["subscriptions",
//     "billing.contacts"],
//     ok = "success",
//     error = "reasons"
// )]
// #[serde(rename_all = "camelCase")]
// struct Accounts {
//     success: bool,
//     reasons: Option<Vec<Reason>>,
//     accounts: Vec<Account>,
//     next_page: Option<String>,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the URL of the next page is `next_page`.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Accounts {
        type Item = <Vec<Account> as __private::PageItems>::Item;
        type Mode = __private::NextUrl;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::NextUrl,
            )
            .size(__private::RequestLocation::Query("pageSize"))
            .max(40)
            .items_member("accounts")
            .ok_at("success")
            .error_at("reasons")
            .next_at(__private::ResponseLocation::Member("nextPage"))
            .early();
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            use __private::ReadPathFallback as _;
            use __private::PresenceFallback as _;
            __private::PageInfo::new()
                .item_count(<Vec<Account> as __private::PageItems>::len(&self.accounts))
                .url::<Option<String>>(::core::option::Option::Some(&self.next_page))
                .ok::<bool>(::core::option::Option::Some(&self.success))
                .error(__private::Reported(__private::Presence(&self.reasons).failure()))
                .nested(
                    "subscriptions",
                    __private::lens(
                        __private::each(::core::option::Option::Some(&self.accounts)),
                        |item| ::core::option::Option::Some(
                            __private::PageItems::len(&(*item).subscriptions),
                        ),
                    ),
                    ::core::option::Option::None,
                )
                .nested(
                    "billing.contacts",
                    __private::lens(
                        __private::each(::core::option::Option::Some(&self.accounts)),
                        |item| {
                            let place = __private::ReadPath(&(*item).billing).step()?;
                            ::core::option::Option::Some(
                                __private::PageItems::len(&(*place).contacts),
                            )
                        },
                    ),
                    ::core::option::Option::None,
                )
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<Account> as __private::PageItems>::take(&mut self.accounts)
        }
    }
    #[automatically_derived]
    impl __private::EarlyContinuation for Accounts {}
};
