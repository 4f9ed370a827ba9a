#!/usr/bin/env bash
# Builds Mingce for another system, on Debian 12 or newer:
#
#     sh cross/build.sh TARGET [ARGUMENTS OF cargo build]
#
# TARGET is x86_64-pc-windows-gnu, x86_64-unknown-linux-musl or aarch64-unknown-linux-musl. Standard output is the path of the
# program. Where rustup has the target's standard library it is taken; otherwise Debian's Rust compiles one from its sources.
# What is missing is installed with apt-get, as root or through sudo.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=cross/packages.sh
. cross/packages.sh

# The standard library of the target, as rustup brings it.
has_std() { has rustc && [ -d "$(rustc --print target-libdir --target "$1" 2>/dev/null)" ]; }

target=${1:?TARGET}
shift
folder=${CARGO_TARGET_DIR:-$PWD/target}

# Names the Debian packages whose programs are not here.
missing() {
    has_std "$target" || [ -x /usr/bin/rustc ] || echo rustc-web
    has_std "$target" || [ -x /usr/bin/cargo ] || echo cargo-web
    has_std "$target" || ls -d /usr/src/rustc-*/library >/dev/null 2>&1 || echo rust-web-src
    has cc || echo build-essential
    case $target in
        x86_64-pc-windows-gnu)
            has x86_64-w64-mingw32-gcc || echo gcc-mingw-w64-x86-64
            has x86_64-w64-mingw32-g++ || echo g++-mingw-w64-x86-64
            ;;
        x86_64-unknown-linux-musl) has musl-gcc || echo musl-tools ;;
        aarch64-unknown-linux-musl) has aarch64-linux-gnu-gcc || echo gcc-aarch64-linux-gnu libc6-dev-arm64-cross ;;
        *)
            echo "No recipe for $target" >&2
            return 1
            ;;
    esac
}

# A C compiler for musl, and the unwinder of GCC under the name by which Rust asks for one.
musl() {
    local own="$folder/cross/$target" compiler=$1 flags
    mkdir -p "$own/objects"
    (cd "$own/objects" && ar x "$($compiler -print-file-name=libgcc_eh.a)")
    $compiler -O2 -c cross/find_object.c -o "$own/objects/find_object.o"
    rm -f "$own/libunwind.a"
    ar rcs "$own/libunwind.a" "$own"/objects/*.o
    flags="-C linker=$compiler -C link-self-contained=no -C relocation-model=static -L native=$own"
    export "CARGO_TARGET_$(echo "$target" | tr a-z- A-Z_)_RUSTFLAGS=$flags" "CC_${target//-/_}=$compiler"
}

install_missing >&2
build=(cargo build --locked --bin mingce --target "$target" "$@")
if ! has_std "$target"; then
    # Debian's Rust is a stable one; compiling the standard library is still called unstable.
    export RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc
    build[0]=/usr/bin/cargo
    build+=(-Zbuild-std=std,panic_abort)
fi
case $target in
    x86_64-unknown-linux-musl) musl musl-gcc ;;
esac
"${build[@]}" >&2
profile=debug
for argument in "$@"; do
    [ "$argument" != --release ] || profile=release
done
program=$folder/$target/$profile/mingce
[ ! -e "$program.exe" ] || program=$program.exe
echo "$program"
