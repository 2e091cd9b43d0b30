// #[paginate(token = "next", param = "next", items = "rows", decode = crate::xml::read)]
// struct Rows<T>
// where
//     T: Clone,
// {
//     next: Option<String>,
//     rows: Vec<T>,
// }

const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    ///Derived from `#[paginate(..)]`: the token of the next page is `next`.
    #[automatically_derived]
    #[allow(unused_qualifications)]
    impl<T> __paginate::Paginated for Rows<T>
    where
        T: Clone,
    {
        type Item = <Vec<T> as __private::PageItems>::Item;
        type Mode = __private::Token;
        const SCHEME: __private::Scheme = __private::Scheme::new(
                __private::Source::Token(__private::RequestLocation::Query("next")),
            )
            .items_member("rows")
            .next_at(__private::ResponseLocation::Member("next"));
        fn page_info<'paginate>(
            &'paginate self,
            _: &'paginate __paginate::HeaderMap,
        ) -> __private::PageInfo<'paginate> {
            __private::PageInfo::new()
                .item_count(<Vec<T> as __private::PageItems>::len(&self.rows))
                .token::<Option<String>>(::core::option::Option::Some(&self.next))
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            <Vec<T> as __private::PageItems>::take(&mut self.rows)
        }
        fn decoder() -> ::core::option::Option<__private::Decoder<Self>> {
            ::core::option::Option::Some(|parts, body| __private::decoded_page(
                crate::xml::read(parts, body),
            ))
        }
    }
    #[automatically_derived]
    #[allow(dead_code, unreachable_pub, clippy::same_name_method)]
    impl<T> Rows<T>
    where
        T: Clone,
    {
        /// Walks an HTTP endpoint whose responses are read by the declared function:
        /// `Paginated::paginate` for this type.
        pub fn paginate<
            __Source: __private::IntoSource<Transport = __Transport>,
            __Transport,
        >(
            source: __Source,
        ) -> __paginate::Paginator<
            Self,
            __private::Decoded<
                __private::HttpSource<__Transport>,
                __private::Decoder<Self>,
            >,
        > {
            __private::paginate_decoded(source)
        }
        /// The same without async: `Paginated::paginate_blocking` for this type.
        pub fn paginate_blocking<
            __Source: __private::IntoBlockingSource<Transport = __Transport>,
            __Transport,
        >(
            source: __Source,
        ) -> __paginate::Paginator<
            Self,
            __private::Decoded<
                __private::BlockingSource<__Transport>,
                __private::Decoder<Self>,
            >,
            __private::Blocking,
        > {
            __private::paginate_decoded_blocking(source)
        }
    }
};
