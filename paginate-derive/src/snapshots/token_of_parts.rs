// #[paginate(
//     token = (header("x-key"), "next.row", Self::third),
//     param = ("key", body("page.row"), header("X-Third")),
//     items = "rows",
//     size = "$top"
// )]
// struct Rows {
//     next: Option<Next>,
//     rows: Vec<Row>,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the parts of the token of the next page are in the header `x-key` and `next.row` and what `Self::third` returns.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Rows {
        type Item = <Vec<Row> as __private::PageItems>::Item;
        type Mode = __private::Tokens;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::Tokens(
                    &[
                        __private::RequestLocation::Query("key"),
                        __private::RequestLocation::Body("page.row"),
                        __private::RequestLocation::Header("X-Third"),
                    ],
                ),
            )
            .size(__private::RequestLocation::Query("$top"))
            .items_member("rows");
        fn page_info<'paginate>(
            &'paginate self,
            headers: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            use __private::ReadPathFallback as _;
            __private::PageInfo::new()
                .item_count(<Vec<Row> as __private::PageItems>::len(&self.rows))
                .token_part(__private::Header::new(headers, "x-key"))
                .token_part(
                    __private::present(|| {
                        let place = __private::ReadPath(&self.next).step()?;
                        ::core::option::Option::Some(&(*place).row)
                    }),
                )
                .token_part(
                    __private::Computed(__private::read_with(Self::third, self, headers)),
                )
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<Row> as __private::PageItems>::take(&mut self.rows)
        }
    }
};
