#!/usr/bin/env bash
# Every check and test of Mingce, from a fresh Debian machine with Rust to the last browser test:
#
#     sh tests/run.sh
#
# What is missing is installed with apt-get, as root or through sudo. Stops at the first step that fails, with its exit
# code. Nothing is skipped.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
set -euo pipefail
cd "$(dirname "$0")/.."

export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-never}"
# The same cases in every run, so that one that fails is failed by the change; with another number others are tried.
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-20230726}"
started=$SECONDS
step=

on_exit() {
    local code=$?
    if [ "$code" -ne 0 ] && [ -n "$step" ]; then
        printf '\n== %s: failed with exit code %d\n' "$step" "$code" >&2
    fi
}
trap on_exit EXIT

# run NAME COMMAND...: one step, with its time.
run() {
    step=$1
    shift
    printf '\n== %s\n' "$step"
    local from=$SECONDS
    "$@"
    printf '== %s: %d s\n' "$step" "$((SECONDS - from))"
    step=
}

# shellcheck source=cross/packages.sh
. cross/packages.sh

has_fonts() { has fc-list && [ -n "$(fc-list ':lang=zh-cn' family 2>/dev/null)" ]; }

# The npm of Debian is a package of its own; the nodejs of others brings one. Its test runner has --test-concurrency since
# 18.19.
node_is_recent() {
    has node && node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 18 || (major === 18 && minor >= 19) ? 0 : 1)'
}

browser() {
    if [ -n "${CHROMIUM:-}" ]; then has "$CHROMIUM"; else has chromium; fi
}

# The office program, with one of its parts.
office() {
    has soffice && [ -e "$(dirname "$(readlink -f "$(command -v soffice)")")/../share/registry/$1.xcd" ]
}

# Names the Debian packages whose programs are not here.
missing() {
    browser || echo chromium
    has node || echo nodejs
    has npm || echo npm
    office calc || echo libreoffice-calc-nogui
    office writer || echo libreoffice-writer-nogui
    has pdftotext && has pdfinfo || echo poppler-utils
    has qpdf || echo qpdf
    has valgrind || echo valgrind
    has java || echo default-jre-headless
    has faketime || echo faketime
    has fc-list || echo fontconfig
    has_fonts || echo fonts-noto-cjk
    has script && has unshare || echo util-linux bsdutils
    has cc || echo build-essential
    has python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || echo python3-venv
}

tools() {
    for tool in cargo cargo-fmt cargo-clippy; do
        has "$tool" || { echo "No $tool. Install Rust with rustup, then: rustup component add rustfmt clippy" >&2; return 1; }
    done
    install_missing
    node_is_recent || { echo "Node $(node --version) is too old: version 18.19 or newer is needed." >&2; return 1; }
    cargo --version
    node --version
    "${CHROMIUM:-chromium}" --version
}

modules() {
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund
}

# The real site, with forms, by a program that makes no PDF. Cargo makes the other one again for the tests.
without_print() { cargo run --quiet --no-default-features -- check content --as-of 2026-11-22; }

docs() { RUSTDOCFLAGS='-D warnings' cargo doc --no-deps; }

# Licences, sources and duplicates of what is built in (deny.toml); advisories where their database is at hand, which
# `cargo-deny fetch` brings.
supply_chain() {
    local tools="${CARGO_TARGET_DIR:-$PWD/target}/tools" version=0.20.2 checks=(licenses bans sources)
    "$tools/bin/cargo-deny" --version 2>/dev/null | grep -qF "$version" ||
        cargo install --quiet --debug --locked --version "$version" --root "$tools" cargo-deny
    if [ -d "${CARGO_HOME:-$HOME/.cargo}/advisory-dbs" ]; then
        checks+=(advisories)
    else
        echo 'No database of advisories is here: they are not checked.'
    fi
    # What is not on this machine yet, of other systems too; afterwards nothing is fetched.
    cargo fetch --locked --quiet
    "$tools/bin/cargo-deny" --offline --all-features check --hide-inclusion-graph "${checks[@]}"
}

# Counts what cargo's and node's test runners say of themselves.
passed=0
count_cargo() {
    local n
    n=$(sed -n 's/^test result: ok\. \([0-9]*\) passed; 0 failed.*/\1/p' "$1" | awk '{ n += $1 } END { print n + 0 }')
    passed=$((passed + n))
}
count_node() {
    local n
    n=$(sed -n 's/^\(# \|ℹ \)pass \([0-9]*\)$/\2/p' "$1" | awk '{ n += $1 } END { print n + 0 }')
    passed=$((passed + n))
}

log=$(mktemp)
rust_tests() {
    cargo test 2>&1 | tee "$log"
    count_cargo "$log"
}
# Not among the others, whose processes would share the processor with it.
linear_tests() {
    cargo test --test all -- --ignored --exact linear::work_grows_with_the_content_and_not_with_its_square 2>&1 | tee "$log"
    count_cargo "$log"
}
# The program is the one that cargo has just made for the Rust tests. Two files at a time, as browsers wait a good deal.
browser_tests() {
    MINGCE="${CARGO_TARGET_DIR:-$PWD/target}/debug/mingce" \
        node --test --test-concurrency=2 --test-reporter=spec tests/browser/*.test.mjs 2>&1 | tee "$log"
    count_node "$log"
}

# The texts of tests/documents as policies of a site.
texts_as_policies() {
    mkdir -p "$1/policies"
    printf 'title: 试\nsummary: 试\nowner: 某局\ncontact: {}\ncolumns: []\n' > "$1/site.yaml"
    local text
    for text in tests/documents/*.md; do
        { printf -- '---\ntitle: 某文件\nissuer: 某局\n---\n\n'; cat "$text"; } > "$1/policies/$(basename "$text")"
    done
}

# The documents of the real site, of the small one and of tests/documents, by checkers that share no code with Mingce (tests/checkers/check.py).
checkers() {
    local venv="${CARGO_TARGET_DIR:-$PWD/target}/checkers" sites bin="${CARGO_TARGET_DIR:-$PWD/target}/debug/mingce"
    has python3 && python3 -c 'import venv, ensurepip' 2>/dev/null ||
        { echo 'No python3 with venv, which the checkers of documents need. Install it: apt-get install python3-venv' >&2; return 1; }
    if ! cmp -s tests/checkers/requirements.txt "$venv/installed.txt"; then
        rm -rf "$venv"
        python3 -m venv "$venv"
        "$venv/bin/pip" --quiet install --require-hashes --only-binary=:all: -r tests/checkers/requirements.txt || {
            echo "The checkers of documents could not be installed. By hand: $venv/bin/pip install --require-hashes -r tests/checkers/requirements.txt" >&2
            return 1
        }
        cp tests/checkers/requirements.txt "$venv/installed.txt"
    fi
    sites=$(mktemp -d)
    texts_as_policies "$sites/texts"
    for site in content tests/sites/small/content "$sites/texts"; do
        "$bin" build "$site" --as-of 2026-11-22 --base-url https://www.example.com/ztzl/ -o "$sites/$(echo "$site" | tr / -)"
    done
    "$venv/bin/python" tests/checkers/check.py "$sites"
    rm -rf "$sites"
}

run 'programs' tools
run 'formatting' cargo fmt --check
run 'lints' cargo clippy --all-targets -- -D warnings
run 'lints without print' cargo clippy --no-default-features --lib --bins -- -D warnings
run 'program without print' without_print
run 'documentation' docs
run 'supply chain' supply_chain
run 'Rust tests' rust_tests
run 'documents by other checkers' checkers
run 'work in proportion to content' linear_tests
run 'modules of the browser tests' modules
run 'browser tests' browser_tests
rm -f "$log"

[ "$passed" -gt 0 ] || { echo 'No test was run.' >&2; exit 1; }
printf '\nAll steps: %d s\n' "$((SECONDS - started))"
printf '%d passed, 0 failed\n' "$passed"
