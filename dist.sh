#!/usr/bin/env bash
# Makes what is given to others, in dist/: an archive for each system, Debian packages, and the checksums of all.
#
#     sh dist.sh [TARGET...] [-- ARGUMENTS OF cargo build]
#
# Without a target it is made for Windows, and for Linux on PCs and on Arm without any library of the system (cross/build.sh).
# Without arguments the program is built with --release. An archive holds the program, its version, the documentation and all licences.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=cross/packages.sh
. cross/packages.sh

targets=()
while [ "$#" -gt 0 ] && [ "$1" != -- ]; do
    targets+=("$1")
    shift
done
[ "$#" -eq 0 ] || shift
[ "${#targets[@]}" -gt 0 ] || targets=(x86_64-pc-windows-gnu x86_64-unknown-linux-musl aarch64-unknown-linux-musl)
[ "$#" -gt 0 ] || set -- --release

missing() {
    has dpkg-deb || echo dpkg
    has python3 || echo python3
    has zip || echo zip
    has git || echo git
}
install_missing

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
commit=$(git rev-parse HEAD)
[ -z "$(git status --porcelain --untracked-files=no)" ] || commit="$commit, changed"
# The same commit makes the same archives.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH TZ=UTC0
mkdir -p dist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# aged FOLDER: all in it gets the time of the commit.
aged() { find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

# deb TARGET FOLDER: a Debian package of what is in the folder.
deb() {
    local machine package
    case $1 in
        x86_64-*) machine=amd64 ;;
        aarch64-*) machine=arm64 ;;
    esac
    package=$work/deb-$machine
    install -D -m 755 "$2/mingce" "$package/usr/bin/mingce"
    mkdir -p "$package/usr/share/doc/mingce" "$package/DEBIAN"
    cp -r "$2/VERSION" "$2/LICENSES.txt" "$2/docs" "$package/usr/share/doc/mingce/"
    cat "$2/LICENSE-MIT" "$2/LICENSE-APACHE" >"$package/usr/share/doc/mingce/copyright"
    cat >"$package/DEBIAN/control" <<CONTROL
Package: mingce
Version: $version
Architecture: $machine
Maintainer: ${MAINTAINER:-Mingce <mingce@localhost>}
Installed-Size: $(du -sk "$package/usr" | cut -f 1)
Section: web
Priority: optional
Description: static-site generator for policy publication
 Compiles policies, interpretations and forms into a site in which every
 statement cites its clause.
CONTROL
    chmod -R u=rwX,go=rX "$package"
    aged "$package"
    dpkg-deb --root-owner-group -Zxz --build "$package" "dist/mingce_${version}_$machine.deb" >&2
}

for target in "${targets[@]}"; do
    program=$(sh cross/build.sh "$target" "$@")
    name=mingce-$version-$target
    folder=$work/$name
    mkdir "$folder"
    install -m 755 "$program" "$folder/$(basename "$program")"
    cp LICENSE-MIT LICENSE-APACHE "$folder/"
    cp -r docs "$folder/docs"
    python3 cross/licences.py "$target" "$@" >"$folder/LICENSES.txt"
    printf 'mingce %s\n%s\n%s\n' "$version" "$target" "$commit" >"$folder/VERSION"
    chmod -R u=rwX,go=rX "$folder"
    aged "$folder"
    case $target in
        *windows*)
            rm -f "dist/$name.zip"
            (cd "$work" && find "$name" | LC_ALL=C sort | zip -q -X -@ - >"$work/archive.zip")
            mv "$work/archive.zip" "dist/$name.zip"
            ;;
        *)
            tar --sort=name --owner=0 --group=0 --numeric-owner -C "$work" -cf - "$name" | gzip -9n >"dist/$name.tar.gz"
            deb "$target" "$folder"
            ;;
    esac
done
(cd dist && rm -f SHA256SUMS && sha256sum ./* >"$work/SHA256SUMS" && mv "$work/SHA256SUMS" SHA256SUMS && cat SHA256SUMS)
