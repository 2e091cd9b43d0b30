//! `paginate-browser-bindgen MODULE.wasm FOLDER NAME TARGET` writes `NAME.js` and `NAME_bg.wasm`
//! into the folder, like `wasm-bindgen --target TARGET` (`web` or `no-modules`), in the version of
//! the lock file.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, folder, name, target] = arguments.as_slice() else {
        eprintln!("give the module, the folder, the name and the target");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .out_name(name)
        .typescript(false)
        .remove_name_section(true);
    let with_target = match target.as_str() {
        "no-modules" => bindgen.no_modules(true),
        _ => bindgen.web(true),
    };
    let written = with_target.and_then(|bindgen| bindgen.generate(folder));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}
