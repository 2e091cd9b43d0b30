# The commands of this repository. `just` lists them in the order in which a newcomer needs them.
# `cargo install just` brings the program. It is not required: each recipe is a plain command that you can type.

# List the commands.
[private]
default:
    @{{just_executable()}} --list --unsorted

# 1. Does it work here? One example, against a server of its own.
[group('start here')]
example:
    cargo run --quiet --example zoom_users

# 2. The tests that need no sockets. Name a module to run a part: `just quick walks::`.
[group('start here')]
quick *filter:
    cargo test -p paginate-tests --test scripted {{filter}}

# 3. All tests.
[group('start here')]
test:
    cargo test --workspace

# 4. Format, and lint the workspace as CI does.
[group('start here')]
lint:
    cargo fmt --all
    cargo clippy --workspace --exclude paginate-benches --all-targets --all-features -- -D warnings

# 5. Before a commit: all that CI's jobs run (python3, node, apt, network). `--without servers` skips the real servers.
[group('start here')]
ci *options:
    bash .ci/run {{options}}

# The page of docs/playground, on port 8000 (apt and network the first time).
[group('try it')]
playground:
    bash .ci/browser --playground
    python3 -m http.server --bind 127.0.0.1 --directory docs/playground

# Walks over real sockets: awkward servers, foreign origins, every transport, attacks.
[group('some of the tests')]
sockets *filter:
    cargo test -p paginate-tests --test sockets {{filter}}

# Every row of docs/catalogue.md, with and without async.
[group('some of the tests')]
catalogue:
    cargo test -p paginate-tests --test catalogue

# What a walk says to `tracing`.
[group('some of the tests')]
traces:
    cargo test -p paginate-tests --features tracing --test traces

# The derive: its expansion snapshots and its compile errors.
[group('some of the tests')]
derive:
    cargo test -p paginate-derive -p paginate-tests-ui

# Every example against what it documents.
[group('some of the tests')]
examples:
    cargo test -p paginate-examples -p paginate-example-generated -p paginate-example-grpc

# The example of a job queue, a package of its own.
[group('some of the tests')]
segments:
    cargo test --manifest-path examples/segments/Cargo.toml

# The examples in the guide, the README and rustdoc.
[group('some of the tests')]
doc-tests:
    cargo test -p paginate-runtime --doc --all-features

# Servers that others wrote (python3, node, apt, network; see tests/real/README.md).
[group('some of the tests')]
servers:
    bash .ci/servers

# What inference gets right about descriptions that others wrote (python3, npm, network; see tests/corpus/README.md).
[group('some of the tests')]
corpora:
    bash .ci/corpora

# `cargo paginate` as it is installed: it prints the README's declaration.
[group('some of the tests')]
command:
    bash .ci/command

# Walks and the playground in a headless Chromium (apt, network; see tests/browser/README.md).
[group('some of the tests')]
browser:
    bash .ci/browser

# The oldest Rust that the crates promise (apt, or MSRV_RUSTC with the path of that compiler).
[group('some of the tests')]
msrv:
    bash .ci/msrv

# New texts of compile errors. Read the diff.
[group('accept a change')]
accept-compile-errors:
    TRYBUILD=overwrite cargo test -p paginate-tests-ui

# New snapshots of what the derive expands to. Read the diff.
[group('accept a change')]
accept-expansion:
    UPDATE_EXPECT=1 cargo test -p paginate-derive
    UPDATE_EXPECT=1 cargo test -p paginate-examples --test expanded

# New pages that are made from tests: docs/catalogue.md; keys.md, pictures.md and what modes.md of the guide shows; the code of examples/generated. Read the diff.
[group('accept a change')]
accept-pages:
    UPDATE_EXPECT=1 cargo test -p paginate-tests --test catalogue doc::
    UPDATE_EXPECT=1 cargo test -p paginate-tests --test scripted guide::
    UPDATE_EXPECT=1 cargo test -p cargo-paginate --test probe --test command

# A new public API, docs/public-api.txt. Read the diff.
[group('accept a change')]
accept-api:
    cargo run -p paginate-public-api -- accept

# Features, licences, public API, oldest dependencies, complete packages.
[group('before a release')]
release:
    bash .ci/release

# Incompatible changes since the version on the registry, once there is one (`cargo install cargo-semver-checks`).
[group('before a release')]
semver:
    cargo semver-checks --package paginate-runtime

# Walks under faults; docs/reliability.md says what holds.
[group('before a release')]
chaos walks='20000' seed='1':
    cargo run --release -p paginate-tests --bin chaos -- --walks {{walks}} --seed {{seed}}

# Kills, memory, and many walks at once.
[group('before a release')]
endurance:
    cargo test -p paginate-tests --test endurance --test memory -- --nocapture
    cargo run --release -p paginate-tests --bin load -- 1000 15

# One target of docs/fuzzing.md (a nightly, and `cargo install cargo-fuzz`).
[group('before a release')]
fuzz target='next_url' seconds='600':
    cargo +nightly fuzz run {{target}} -- -max_total_time={{seconds}}

# The figures and docs/performance.md, in 15 minutes; or some: `walk`, `overhead`, `http`, `scale`, `compile`.
[group('before a release')]
figures *which:
    cargo run --release -p paginate-benches --bin report {{ if which == "" { "" } else { "-- " + which } }}

# Lint the code of the figures with the libraries it compares, which CI does not compile.
[group('before a release')]
lint-figures:
    cargo clippy -p paginate-benches --all-targets --features peers -- -D warnings
