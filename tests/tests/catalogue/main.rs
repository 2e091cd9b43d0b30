//! The catalogue: paginated endpoints of real APIs, one module each, over real sockets. Each server
//! does what the API's documentation says. Each declaration, between the markers `[declaration]`,
//! is the one that its users would write. [`doc`] makes `docs/catalogue.md` from these modules.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: what must not happen ends the test"
)]

mod common;
mod doc;
mod row_01;
mod row_02;
mod row_03;
mod row_04;
mod row_05;
mod row_06;
mod row_07;
mod row_08;
mod row_09;
mod row_10;
mod row_11;
mod row_12;
mod row_13;
mod row_14;
mod row_15;
mod row_16;
mod row_17;
mod row_18;
mod row_19;
mod row_20;
mod row_21;
mod row_22;
mod row_23;
mod row_24;
mod row_25;
mod row_26;
mod row_27;
mod row_28;
mod row_29;
mod row_30;
mod row_31;
mod row_32;
mod row_33;
mod row_34;
mod row_35;
mod row_36;
mod row_37;
mod row_38;
mod row_39;
mod row_40;
mod row_41;
mod row_42;
mod row_43;
mod row_44;
mod row_45;
mod row_46;
mod row_47;
mod row_48;
mod row_49;
mod row_50;
mod row_51;
mod row_52;
mod row_53;
mod row_54;
mod row_55;
mod row_56;
mod row_57;
mod row_58;
mod row_59;
mod sources;

/// Probes each API with the first request of each walk. Nothing that it declares is wrong.
#[test]
#[ignore = "PAGINATE_PROBE is the path of cargo-paginate: see .ci/servers"]
#[allow(clippy::print_stdout, reason = "CI prints the figures")]
fn a_probe_finds_what_the_rows_declare() {
    let figures = paginate_tests::probe_again("row_", &["every_row_without_async"]);
    println!("probe, catalogue: {figures}");
    assert!(figures.wrong.is_empty(), "{}", figures.wrong.join("\n"));
    // Why the others are undecided: docs/inference.md.
    assert!(figures.found() >= 50, "{} % are exact", figures.found());
}

/// Checks the warnings of the catalogue's walks: there must be none, because the declarations are
/// right.
#[test]
#[allow(clippy::print_stdout, reason = "CI prints the count")]
fn no_false_alarms() {
    if let Some((walks, alarms)) = paginate_tests::count_alarms("row_") {
        println!("catalogue: {walks} walks, {alarms} false alarms");
        assert!(walks > 150, "{walks} walks");
        assert_eq!(alarms, 0);
    }
}
