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
        type Item = <Vec<Doc> as __paginate::PageItems>::Item;
        type Mode = __paginate::LastItem;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
                __paginate::Source::LastItem(__paginate::Sink::Json("startkey")),
            )
            .size(__paginate::Sink::Query("limit"))
            .max(1000)
            .inclusive()
            .items_at("rows")
            .ready_at(__paginate::ResponseLocation::Member("done"));
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'paginate> {
            __paginate::PageInfo::new()
                .item_count(<Vec<Doc> as __paginate::PageItems>::len(&self.rows))
                .last_item(
                    __private::present(|| {
                        let place = __paginate::PageItems::last(&self.rows)?;
                        ::core::option::Option::Some(&(*place).id)
                    }),
                )
                .before_last_item(
                    __private::present(|| {
                        let place = __paginate::PageItems::before_last(&self.rows)?;
                        ::core::option::Option::Some(&(*place).id)
                    }),
                )
                .first_item(
                    __private::present(|| {
                        let place = __paginate::PageItems::first(&self.rows)?;
                        ::core::option::Option::Some(&(*place).id)
                    }),
                )
                .total::<u64>(::core::option::Option::Some(&self.total_rows))
                .ready::<bool>(::core::option::Option::Some(&self.done))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<Doc> as __paginate::PageItems>::take(&mut self.rows)
        }
    }
};
