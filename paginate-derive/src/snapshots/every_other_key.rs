// #[paginate(
//     token = header("X-Cursor"),
//     param = body("cursor"),
//     continue_at = "/v1/query/more",
//     items = "rows",
//     item = Row,
//     done = header("X-Done"),
//     end_on = [short,
//     repeat],
//     size = body("limit"),
//     ok = header("X-Ok"),
//     error = header("X-Error"),
//     repeats,
//     crate = crate::reexports::paginate
// )]
// #[deprecated]
// struct Rows {
//     rows: Alias,
// }

const _: () = {
    use crate::reexports::paginate::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the token of the next page is in the header `X-Cursor`.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    #[allow(deprecated)]
    impl __paginate::Paginated for Rows {
        type Item = Row;
        type Mode = __private::Token;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::Token(__private::RequestLocation::Body("cursor")),
            )
            .size(__private::RequestLocation::Body("limit"))
            .end_on_short()
            .end_on_repeat()
            .continue_at("/v1/query/more")
            .repeats()
            .items_member("rows")
            .next_at(__private::ResponseLocation::Header("X-Cursor"));
        fn page_info<'paginate>(
            &'paginate self,
            headers: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            __private::PageInfo::new()
                .item_count(<Alias as __private::PageItems>::len(&self.rows))
                .token(__private::Header::new(headers, "X-Cursor"))
                .done(__private::Header::new(headers, "X-Done"))
                .ok(__private::Header::new(headers, "X-Ok"))
                .error(__private::Header::new(headers, "X-Error"))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Alias as __private::PageItems>::take(&mut self.rows)
        }
    }
};
