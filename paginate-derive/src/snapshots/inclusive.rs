// #[paginate(
//     last_item = "id",
//     param = json("startkey"),
//     inclusive,
//     ready = "done",
//     items = "rows",
//     total = "total_rows",
//     size = "limit",
//     max = 1000
// )]
// struct Docs {
//     rows: Vec<Doc>,
//     done: bool,
//     total_rows: u64,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the next page begins after the last item.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl __paginate::Paginated for Docs {
        type Item = <Vec<Doc> as __private::PageItems>::Item;
        type Mode = __private::LastItem;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::LastItem(__private::RequestLocation::Json("startkey")),
            )
            .size(__private::RequestLocation::Query("limit"))
            .max(1000)
            .inclusive()
            .items_member("rows")
            .ready_at(__private::ResponseLocation::Member("done"))
            .total_at(__private::ResponseLocation::Member("total_rows"));
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            __private::PageInfo::new()
                .item_count(<Vec<Doc> as __private::PageItems>::len(&self.rows))
                .last_item(
                    __private::present(|| {
                        let place = __private::PageItems::last(&self.rows)?;
                        ::core::option::Option::Some(&(*place).id)
                    }),
                )
                .before_last_item(
                    __private::present(|| {
                        let place = __private::PageItems::before_last(&self.rows)?;
                        ::core::option::Option::Some(&(*place).id)
                    }),
                )
                .first_item(
                    __private::present(|| {
                        let place = __private::PageItems::first(&self.rows)?;
                        ::core::option::Option::Some(&(*place).id)
                    }),
                )
                .total::<u64>(::core::option::Option::Some(&self.total_rows))
                .ready::<bool>(::core::option::Option::Some(&self.done))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<Doc> as __private::PageItems>::take(&mut self.rows)
        }
    }
};
