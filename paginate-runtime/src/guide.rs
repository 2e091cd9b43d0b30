// The guide: `paginate-runtime/guide/*.md` as modules, so that docs.rs shows it and its examples
// are tested.
//
// Pages refer to each other by name. `links.md` comes first and says what the names mean here; in
// the repository the definitions at the end of each page hold, because of two definitions the first
// one counts. `pictures.md` does the same for pictures, for which rustdoc has no place: they are
// data.

#![doc = include_str!("../guide/links.md")]
#![doc = include_str!("../guide/pictures.md")]
#![doc = ""]
#![doc = include_str!("../guide/README.md")]

macro_rules! pages {
    ($($(#[$when:meta])* $name:ident = $page:literal;)*) => {$(
        $(#[$when])*
        #[doc = include_str!("../guide/links.md")]
        #[doc = include_str!("../guide/pictures.md")]
        #[doc = ""]
        #[doc = include_str!($page)]
        pub mod $name {}
    )*};
}
pages! {
    modes = "../guide/modes.md";
    keys = "../guide/keys.md";
    options = "../guide/options.md";
    errors = "../guide/errors.md";
    resume = "../guide/resume.md";
    browsing = "../guide/browsing.md";
    speed = "../guide/speed.md";
    security = "../guide/security.md";
    transports = "../guide/transports.md";
    observing = "../guide/observing.md";
    #[cfg(any(not(doctest), feature = "testing"))]
    testing = "../guide/testing.md";
    by_hand = "../guide/by_hand.md";
    migrating = "../guide/migrating.md";
    comparison = "../guide/comparison.md";
    limits = "../guide/limits.md";
    faq = "../guide/faq.md";
}
