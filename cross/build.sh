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
    mkdir -p "$own"
    $compiler -O2 -c cross/unwind.c -o "$own/unwind.o"
    (
        cd "$own"
        rm -f libunwind.a
        for part in libgcc_eh libgcc; do ln -sf "$($compiler -print-file-name=$part.a)" .; done
        printf 'create libunwind.a\naddlib libgcc_eh.a\naddlib libgcc.a\naddmod unwind.o\nsave\nend\n' | ar -M
        rm libgcc_eh.a libgcc.a
    )
    flags="-C linker=$compiler -C link-self-contained=no -C relocation-model=static -L native=$own"
    export "CARGO_TARGET_$(echo "$target" | tr a-z- A-Z_)_RUSTFLAGS=$flags" "CC_${target//-/_}=$compiler"
}

# A C compiler for musl on Arm: Debian's for Arm with Debian's musl for Arm, which is no package of this machine and is unpacked beside
# the program.
arm_compiler() {
    local own="$folder/cross/$target" apt
    [ ! -x "$own/musl-gcc" ] || return 0
    mkdir -p "$own/lists/partial" "$own/cache/archives/partial"
    apt=(apt-get -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o "Dir::State::Lists=$own/lists"
        -o "Dir::Cache=$own/cache" -o Dir::State::status=/dev/null)
    "${apt[@]}" update >&2
    (cd "$own" && "${apt[@]}" download musl-dev musl-tools >&2)
    for package in "$own"/*.deb; do dpkg-deb -x "$package" "$own/musl"; done
    sed "s#/usr/\(lib\|include\)/aarch64-linux-musl#$own/musl&#g" "$own/musl/usr/lib/aarch64-linux-musl/musl-gcc.specs" \
        >"$own/musl-gcc.specs"
    printf '#!/bin/sh\nexec aarch64-linux-gnu-gcc "$@" -specs "%s"\n' "$own/musl-gcc.specs" >"$own/musl-gcc"
    chmod +x "$own/musl-gcc"
}

install_missing >&2
build=(cargo build --locked --target "$target" "$@")
if ! has_std "$target"; then
    # Debian's Rust is a stable one; compiling the standard library is still called unstable.
    export RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc
    build[0]=/usr/bin/cargo
    build+=(-Zbuild-std=std,panic_abort)
fi
case $target in
    x86_64-unknown-linux-musl) musl musl-gcc ;;
    aarch64-unknown-linux-musl)
        arm_compiler
        musl "$folder/cross/$target/musl-gcc"
        ;;
esac
"${build[@]}" >&2
name=mingce profile=debug
for argument in "$@"; do
    case $argument in
        --release) profile=release ;;
        */Cargo.toml) name=$(basename "$(dirname "$argument")") ;;
    esac
done
program=$folder/$target/$profile/$name
[ ! -e "$program.exe" ] || program=$program.exe
echo "$program"
