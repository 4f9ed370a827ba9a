#!/usr/bin/env bash
# Builds Mingce as a program that needs no library of the system, for PCs and for Arm, and tries it in a folder in which there
# is nothing else; that for Arm runs under QEMU:
#
#     sh tests/static.sh [TARGET [PROGRAM]]
#
# Without a target both are built, without documents to print. Stops at the first thing that is not as it should be.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=cross/packages.sh
. cross/packages.sh

if [ "$#" -eq 0 ]; then
    sh "$0" x86_64-unknown-linux-musl
    exec sh "$0" aarch64-unknown-linux-musl
fi
target=$1
machine=${target%%-*}
missing() {
    has readelf || echo binutils
    has curl || echo curl
    [ "$machine" = "$(uname -m)" ] || has "qemu-$machine-static" || echo qemu-user-static
}
install_missing
program=${2:-$(sh cross/build.sh "$target" --no-default-features)}
unwinding=$(sh cross/build.sh "$target" --manifest-path tests/unwinding/Cargo.toml)

work=$(mktemp -d)
started=()
finish() {
    local code=$?
    for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
    rm -rf "$work"
    [ "$code" -eq 0 ] || echo "tests/static.sh failed for $target: $name" >&2
}
# shellcheck source=tests/site.sh
. tests/site.sh
trap finish EXIT

# A system with nothing but the programs, and what plays the other processor.
root=$work/root
mkdir -p "$root/proc"
cp "$program" "$root/mingce"
cp "$unwinding" "$root/unwinding"
enter=(unshare --user --map-root-user chroot "$root")
[ "$(id -u)" -ne 0 ] || enter=(chroot "$root")
if [ "$machine" != "$(uname -m)" ]; then
    cp "$(command -v "qemu-$machine-static")" "$root/qemu"
    enter+=(/qemu)
fi
mingce() { "${enter[@]}" /mingce "$@"; }

it 'the program needs no library of the system'
for file in mingce unwinding; do
    ! readelf -lW "$root/$file" | grep -q INTERP || fail "$file has an interpreter"
    ! readelf -dW "$root/$file" | grep -q NEEDED || fail "$file needs a library"
done

it 'a panic of a library is caught'
"${enter[@]}" /unwinding >"$out" 2>"$err" || fail 'it is not'

it 'the version is told'
run 0 --version
says "$out" mingce

it 'a site begins, has nothing wrong with it, and is published twice'
run 0 --lang zh init '/政策 站点'
run 0 check '/政策 站点'
run 0 --lang en build '/政策 站点' -o /public
run 0 --lang en build '/政策 站点' -o /public
says "$out" '0 new, 0 changed'
[ -s "$root/public/index.html" ] && [ ! -e "$root/.public.mingce" ] || fail 'no whole site'

it 'a mistake is told in Chinese'
printf -- '---\ntitle: 错\nsummary: 错\n---\n\n见[四](policy:没有#四)。\n' >"$root/政策 站点/pages/wrong.md"
run 1 --lang zh check '/政策 站点'
says "$err" '/政策 站点/pages/wrong.md:6'
rm "$root/政策 站点/pages/wrong.md"

it 'pages are byte for byte those of other systems'
cp -a tests/sites/small/content "$root/small"
run 0 build /small -o /small-site
is_expected "$root/small-site"

it 'the preview shows an edit'
"${enter[@]}" /mingce serve '/政策 站点' --port 18474 >"$work/served" 2>&1 </dev/null &
started+=("$!")
until_true grep -qs '^http://' "$work/served"
address=$(grep -m 1 '^http://' "$work/served")
sed -i 's/政策/政策丁/' "$root/政策 站点/site.yaml"
until_true shows "$address" '政策丁'

echo "$tests things hold for $target."
