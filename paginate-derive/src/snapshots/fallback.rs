::core::compile_error! {
    "`UserList` has no field `usres`: did you mean `items = \"users\"`?"
}
const _: () = {
    use ::paginate_runtime::{self as __paginate, __private};
    #[automatically_derived]
    impl<T> __paginate::Paginated for UserList<T> {
        type Item = User;
        type Mode = __paginate::Offset;
        const SCHEME: __paginate::Scheme = __paginate::Scheme::new(
            __paginate::Source::Offset(__paginate::Sink::Query("cursor")),
        );
        fn page_info<'__paginate>(
            &'__paginate self,
            _: &'__paginate __paginate::HeaderMap,
        ) -> __paginate::PageInfo<'__paginate> {
            ::core::unreachable!()
        }
        fn take_items(
            &mut self,
        ) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
            ::core::unreachable!()
        }
    }
    #[automatically_derived]
    impl<T> __paginate::EarlyContinuation for UserList<T> {}
};
