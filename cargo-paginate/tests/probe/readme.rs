//! The README's declaration is what the command writes for the server of the examples.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use expect_test::expect_file;
use paginate_examples::Server;
use paginate_examples::servers::zoom;
use quote::ToTokens;
use syn::{Expr, Item, ItemFn, ItemStruct, Stmt, Visibility};

/// Runs `cargo paginate probe`, installed, if `CARGO_PAGINATE_INSTALLED` is set: `.ci/command`.
fn probe(args: &[&str]) -> Output {
    let Some(_) = std::env::var_os("CARGO_PAGINATE_INSTALLED") else {
        return crate::probe(args);
    };
    Command::new(env!("CARGO"))
        .args(["paginate", "probe"])
        .args(args)
        .output()
        .expect("cargo finds the installed command")
}

/// What the command prints for the Zoom server, with this text instead of its origin.
async fn probed(origin: &str, args: &[&str]) -> (String, String) {
    let server = Server::start(zoom::router()).await;
    let url = format!("{}/v2/users?status=active", server.origin);
    let header = format!("Authorization: Bearer {}", zoom::ACCESS_TOKEN);
    let output = probe(&[&[&url, "-H", &header][..], args].concat());
    let text = |bytes| {
        String::from_utf8(bytes)
            .unwrap()
            .replace(&server.origin, origin)
    };
    let (table, code) = (text(output.stderr), text(output.stdout));
    assert_eq!(output.status.code(), Some(0), "{table}");
    (table, code)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_zoom_server_of_the_examples_gives_the_readme_s_declaration() {
    let (table, code) = probed("https://api.zoom.us", &["--walk"]).await;
    println!("{table}\n{code}");
    assert!(table.contains("walk: 3 items on 1 pages"), "{table}");
    let all = format!("{table}{code}");
    assert!(!all.contains(zoom::ACCESS_TOKEN), "{all}");

    let shown = Code::of(&readme());
    let written = Code::of(&code);
    assert_eq!(
        written.declaration("UserList"),
        shown.declaration("UserList")
    );
    // The README shows what its loop reads of a user, and the command all that was there.
    let read = shown.fields("User");
    assert_eq!(read, ["id : String", "email : String"]);
    assert_eq!(written.only("User", &read), shown.declaration("User"));
    assert_eq!(written.request(), shown.request());
    let walk = "UserList::paginate(request).items()";
    assert!(code.contains(walk) && readme().contains(walk), "{code}");
}

/// The guide shows what the command prints. `UPDATE_EXPECT=1` writes it there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guide_shows_what_the_command_prints() {
    let (table, code) = probed("http://127.0.0.1:8080", &[]).await;
    let (_, page) = code.split_once("/// A page of").unwrap();
    let (_, page) = page.split_once('\n').unwrap();
    let (page, _) = page.split_once("    pub display_name").unwrap();
    let shown = format!("```text\n{table}\n{page}    ..\n```\n");

    let file = root().join("paginate-runtime/guide/modes.md");
    let text = std::fs::read_to_string(&file).unwrap();
    let (begin, end) = ("<!-- begin: probe -->\n", "<!-- end: probe -->");
    let (before, rest) = text.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    expect_file![file].assert_eq(&format!("{before}{begin}{shown}{end}{after}"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The first block of Rust in the README.
fn readme() -> String {
    let text = std::fs::read_to_string(root().join("README.md")).unwrap();
    let (_, block) = text.split_once("```rust\n").unwrap();
    block.split_once("```").unwrap().0.to_owned()
}

/// A file of Rust code.
struct Code {
    items: Vec<Item>,
}

impl Code {
    fn of(text: &str) -> Self {
        let items = syn::parse_file(text).unwrap().items;
        Self { items }
    }

    fn structure(&self, name: &str) -> ItemStruct {
        let found = self.items.iter().find_map(|item| match item {
            Item::Struct(of) if of.ident == name => Some(of.clone()),
            _ => None,
        });
        let mut of = found.unwrap_or_else(|| panic!("there is no {name}"));
        of.attrs
            .retain(|attribute| !attribute.path().is_ident("doc"));
        of.vis = Visibility::Inherited;
        for field in &mut of.fields {
            field.vis = Visibility::Inherited;
        }
        of
    }

    /// A struct with its attributes, apart from documentation and visibility.
    fn declaration(&self, name: &str) -> String {
        let fields = self.fields(name);
        self.only(name, &fields)
    }

    /// That declaration, with these fields only.
    fn only(&self, name: &str, fields: &[String]) -> String {
        let of = self.structure(name);
        let mut lines: Vec<String> = of.attrs.iter().map(text).collect();
        lines.push(format!("struct {name}"));
        let known = self.fields(name).into_iter();
        lines.extend(known.filter(|field| fields.contains(field)));
        lines.join("\n")
    }

    /// The fields of a struct: attributes, name and type.
    fn fields(&self, name: &str) -> Vec<String> {
        self.structure(name).fields.iter().map(text).collect()
    }

    /// The first request: the last expression of `list_users`, or what it calls `request`.
    fn request(&self) -> String {
        let of = self.items.iter().find_map(|item| match item {
            Item::Fn(of) if of.sig.ident == "list_users" => Some(of),
            _ => None,
        });
        let of = of.expect("a function list_users");
        let request = match (bound(of, "request"), of.block.stmts.last()) {
            (Some(request), _) => request,
            (None, Some(Stmt::Expr(request, None))) => text(request),
            _ => panic!("there is no request"),
        };
        match bound(of, "url") {
            Some(url) => request.replace("(url)", &format!("({url})")),
            None => request,
        }
    }
}

/// What a name is bound to in a function.
fn bound(of: &ItemFn, name: &str) -> Option<String> {
    of.block.stmts.iter().find_map(|statement| match statement {
        Stmt::Local(local) if text(&local.pat) == name => {
            local.init.as_ref().map(|init| text::<Expr>(&init.expr))
        }
        _ => None,
    })
}

fn text<T: ToTokens>(of: &T) -> String {
    let text = of.to_token_stream().to_string();
    text.replace(" (", "(")
        .replace("( ", "(")
        .replace(" )", ")")
}
