#!/usr/bin/env bash
# Fuzzes Mingce, target by target:
#
#     sh tests/fuzz/fuzz.sh                 # ten minutes over all targets
#     sh tests/fuzz/fuzz.sh 28800           # eight hours, as for a night
#     sh tests/fuzz/fuzz.sh 600 yaml css    # ten minutes over these
#     PRINT=1 sh tests/fuzz/fuzz.sh         # with documents to print as well: a far longer first build
#
# Needs Rust and a C++ compiler. What is found lies in tests/fuzz/artifacts; mend it, and keep the input, as small as
# `cargo fuzz tmin` makes it, in tests/fuzz/corpus. Inputs that only reach further are kept in target/, not in the tree.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:-600}
[ "$#" -eq 0 ] || shift
root=${CARGO_TARGET_DIR:-$PWD/target}/fuzz
# The version of the tool; the compiler is the project's own, which takes the fuzzer's options with this variable.
tool=0.13.2
export RUSTC_BOOTSTRAP=1
if ! "$root/bin/cargo-fuzz" --version 2>/dev/null | grep -qF "$tool"; then
    cargo install --locked --version "$tool" --root "$root" cargo-fuzz
fi

features=()
targets=("$@")
if [ "${#targets[@]}" -eq 0 ]; then
    for path in tests/fuzz/targets/*.rs; do
        name=$(basename "$path" .rs)
        [ "$name" = print ] && [ -z "${PRINT:-}" ] || targets+=("$name")
    done
fi
[ -z "${PRINT:-}" ] || features=(--features print)

each=$((seconds / ${#targets[@]}))
[ "$each" -gt 0 ] || each=1
failed=()
for target in "${targets[@]}"; do
    printf '\n== %s, %d s\n' "$target" "$each"
    mkdir -p "$root/corpus/$target"
    # The program has no unsafe code: the address sanitiser would look for what the compiler rules out.
    "$root/bin/cargo-fuzz" run --fuzz-dir tests/fuzz --target-dir "$root" --sanitizer none "${features[@]}" "$target" \
        "$root/corpus/$target" "tests/fuzz/corpus/$target" -- \
        -max_total_time="$each" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 || failed+=("$target")
done
[ "${#failed[@]}" -eq 0 ] || { printf '\nFailed: %s\n' "${failed[*]}" >&2; exit 1; }
