//! Text as rustfmt leaves it.

/// rustfmt's width of a line.
pub(crate) const WIDTH: usize = 100;
/// rustfmt's width of the arguments of an attribute that it formats.
const ATTRIBUTE: usize = 70;
/// rustfmt's width of a chain of calls in one line.
const CHAIN: usize = 60;

/// `key = value, key = value`
pub(crate) fn arguments(keys: &[(&'static str, String)]) -> String {
    let all: Vec<String> = keys
        .iter()
        .map(|(key, value)| format!("{key} = {value}"))
        .collect();
    all.join(", ")
}

/// An attribute in one line, or with one key in each.
pub(crate) fn attribute(name: &str, keys: &[(&'static str, String)]) -> String {
    let all = arguments(keys);
    // rustfmt formats an attribute if all its values are literals, and leaves others alone.
    let literal =
        |value: &String| value.starts_with('"') || value.bytes().all(|byte| byte.is_ascii_digit());
    let width = match keys.iter().all(|(_, value)| literal(value)) {
        true => all.len() <= ATTRIBUTE,
        false => all.len() + name.len() + 5 <= WIDTH,
    };
    match width {
        true => format!("#[{name}({all})]\n"),
        false => {
            let lines: Vec<String> = keys
                .iter()
                .map(|(key, value)| format!("    {key} = {value}"))
                .collect();
            format!("#[{name}(\n{}\n)]\n", lines.join(",\n"))
        }
    }
}

/// The head of a function, with its arguments in one line or in one each.
pub(crate) fn signature(name: &str, arguments: &[String], returns: &str) -> String {
    let line = format!("{name}({}) -> {returns} {{\n", arguments.join(", "));
    match line.len() - 1 <= WIDTH {
        true => line,
        false => format!(
            "{name}(\n    {},\n) -> {returns} {{\n",
            arguments.join(",\n    ")
        ),
    }
}

/// A chain of calls at the end of a function, in one line or in one each.
pub(crate) fn chain(receiver: &str, calls: &[String]) -> String {
    let line = format!("{receiver}{}", calls.concat());
    match (calls, line.len() <= CHAIN) {
        (_, true) | ([_], _) => format!("    {line}\n"),
        _ => format!("    {receiver}\n        {}\n", calls.join("\n        ")),
    }
}

/// `let name = call(text);`, with the text in a line of its own if it is long.
pub(crate) fn bound_text(name: &str, call: &str, text: &str) -> String {
    let value = match call {
        "" => text.to_owned(),
        call => format!("{call}({text})"),
    };
    let line = format!("    let {name} = {value};\n");
    // What is too long for a line of its own stays where it is.
    let own_line = value.len() + 9 <= WIDTH;
    match call {
        _ if line.len() - 1 <= WIDTH || value.contains('\n') => line,
        _ if own_line => format!("    let {name} =\n        {value};\n"),
        "" => line,
        call => format!("    let {name} = {call}(\n        {text}\n    );\n"),
    }
}

/// A field, with its type in a line of its own if it is long.
pub(crate) fn field(name: &str, ty: &str) -> String {
    let line = format!("    pub {name}: {ty},\n");
    match line.len() - 1 <= WIDTH {
        true => line,
        false => format!("    pub {name}:\n        {ty},\n"),
    }
}

/// `const NAME: &str = text;`, with the text in a line of its own if it is long.
pub(crate) fn constant(name: &str, text: &str) -> String {
    let line = format!("    const {name}: &str = {text};\n");
    match line.len() - 1 <= WIDTH || text.contains('\n') || text.len() + 9 > WIDTH {
        true => line,
        false => format!("    const {name}: &str =\n        {text};\n"),
    }
}
