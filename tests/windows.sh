#!/usr/bin/env bash
# Builds Mingce for Windows and tries it there, under Wine:
#
#     sh tests/windows.sh [PROGRAM]
#
# Without a program one is built, without documents to print, whose tests need no Windows. Stops at the first thing that is not as
# it should be.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=cross/packages.sh
. cross/packages.sh

wine=/usr/lib/wine/wine64
missing() {
    [ -x "$wine" ] || echo wine wine64
    has x86_64-w64-mingw32-gcc || echo gcc-mingw-w64-x86-64
    has curl || echo curl
}
install_missing

program=${1:-$(sh cross/build.sh x86_64-pc-windows-gnu --no-default-features)}

# A Windows of its own, with the program and what Wine lacks.
work=$(mktemp -d)
export WINEPREFIX="$work/wine" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
started=()
finish() {
    local code=$?
    for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
    "${wine%64}server64" --kill || true
    "${wine%64}server64" --wait || true
    rm -rf "$work"
    [ "$code" -eq 0 ] || echo "tests/windows.sh failed: $name" >&2
}
# shellcheck source=tests/site.sh
. tests/site.sh
trap finish EXIT
"$wine" wineboot --init >/dev/null 2>&1
c="$WINEPREFIX/drive_c"
mkdir "$c/bin"
cp "$program" "$c/bin/mingce.exe"
x86_64-w64-mingw32-gcc -shared -o "$c/bin/bcryptprimitives.dll" tests/windows/prng.c -ladvapi32
x86_64-w64-mingw32-gcc -municode -o "$c/bin/hold.exe" tests/windows/hold.c

mingce() { "$wine" "$c/bin/mingce.exe" "$@"; }

site='C:\政策 站点'
here="$c/政策 站点"

it 'the version and the help are told'
run 0 --version
says "$out" "mingce $(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)"
run 0 --lang zh --help
says "$out" '命令'

it 'a site begins in a folder with a space and Chinese characters in its name'
run 0 --lang zh init "$site"
says "$out" 'C:/政策 站点/site.yaml'
says "$out" '"C:/政策 站点"'
[ -s "$here/site.yaml" ] || fail 'no site.yaml'
run 1 --lang zh init "$site"

it 'it has nothing wrong with it'
run 0 check "$site"

it 'a mistake is told in Chinese, with its path written with /'
printf -- '---\ntitle: 错\nsummary: 错\n---\n\n见[四](policy:没有#四)。\n' >"$here/pages/wrong.md"
run 1 --lang zh check "$site"
says "$err" 'MC'
says "$err" 'C:/政策 站点/pages/wrong.md:6'
says "$err" '没有'
run 1 check "$site" --format json
says "$out" '"C:/政策 站点/pages/wrong.md"'
run 1 build "$site" -o 'C:\网站 一'
[ ! -e "$c/网站 一" ] || fail 'a site with a mistake was published'
rm "$here/pages/wrong.md"

it 'a record begins with the next id, and can be checked'
run 0 --lang zh new question --into "$site"
says "$out" 'C:/政策 站点/questions/question-1.md'
rm "$here/questions/question-1.md"

it 'a site is published, and published again without a change'
run 0 --lang en build "$site" -o 'C:\网站 一'
[ -s "$c/网站 一/index.html" ] && [ -s "$c/网站 一/.mingce" ] || fail 'no site'
says "$out" '0 removed'
cp -a "$c/网站 一" "$work/first"
run 0 --lang en build "$site" -o 'C:\网站 一'
says "$out" '0 new, 0 changed'
is_same "$work/first" "$c/网站 一"
[ "$(stat -c %Y "$work/first/index.html")" = "$(stat -c %Y "$c/网站 一/index.html")" ] || fail 'an unchanged file is new'
[ ! -e "$c/.网站 一.mingce" ] || fail 'the working folder is left'

it 'texts with the ends of lines of Windows and a mark in front make the same site'
cp -a "$here" "$c/crlf"
find "$c/crlf" -name '*.md' -o -name '*.yaml' | while read -r file; do
    sed -i -e 's/$/\r/' -e '1s/^/\xef\xbb\xbf/' "$file"
done
run 0 build 'C:\crlf' -o 'C:\crlf-site'
is_same "$work/first" "$c/crlf-site"

it 'pages are byte for byte those of other systems'
cp -a tests/sites/small/content "$c/small"
run 0 build 'C:\small' -o 'C:\small-site'
is_expected "$c/small-site"

# Wine 8 cannot say where a folder with such a path is (GetFinalPathNameByHandle), so that it is one inside.
it 'a file whose path has more than 260 characters is read and published'
cp -a "$here" "$c/long"
long=static
for _ in 1 2 3 4 5; do long=$long/a-folder-whose-name-is-rather-long-and-in-ascii-letters-only; done
mkdir -p "$c/long/$long"
head -c 3000000 /dev/zero | tr '\0' a >"$c/long/static/large.txt"
echo 甲 >"$c/long/$long/small.txt"
printf -- '---\ntitle: 长\nsummary: 长\n---\n\n见[大](../static/large.txt)、[小](../%s/small.txt)。\n' "$long" >"$c/long/pages/long.md"
run 0 build 'C:\long' -o 'C:\long-site'
run 0 --lang en build 'C:\long' -o 'C:\long-site'
says "$out" '0 new, 0 changed'
is_same "$c/long/$long" "$c/long-site/${long#static/}"
is_same "$c/long/static/large.txt" "$c/long-site/large.txt"

it 'the root of a drive holds content, and is no output folder'
mkdir "$work/drive"
cp -a "$here/." "$work/drive/"
ln -s "$work/drive" "$WINEPREFIX/dosdevices/s:"
run 0 check 'S:\'
run 0 build 'S:\' -o 'C:\from-root'
is_same "$work/first" "$c/from-root"
run 2 --lang zh build "$site" -o 'S:\'
says "$err" 'MC801'
is_same "$here" "$work/drive"

it 'somebody else’s folder is not touched'
mkdir "$c/资料"
echo 甲 >"$c/资料/表.txt"
run 2 --lang zh build "$site" -o 'C:\资料'
says "$err" 'MC801'
[ "$(cat "$c/资料/表.txt")" = 甲 ] && [ ! -e "$c/.资料.mingce" ] || fail 'it was touched'

it 'a site that was moved away when the computer stopped is put back'
mkdir "$c/.网站 一.mingce"
cp "$c/网站 一/.mingce" "$c/.网站 一.mingce/lock"
mv "$c/网站 一" "$c/.网站 一.mingce/old"
mkdir "$c/.网站 一.mingce/stage"
cp "$work/first/.mingce" "$work/first/index.html" "$c/.网站 一.mingce/stage/"
run 0 --lang en build "$site" -o 'C:\网站 一'
says "$out" '0 new, 0 changed'
is_same "$work/first" "$c/网站 一"
[ ! -e "$c/.网站 一.mingce" ] || fail 'the working folder is left'

# hold PATH [alone]: a program has it open until `let_go`; alone, nobody else may read it either.
hold() {
    mkfifo "$work/held"
    "$wine" "$c/bin/hold.exe" "$@" <"$work/held" >"$work/holds" 2>&1 &
    holder=$!
    started+=("$holder")
    exec 3>"$work/held"
    until_true grep -qs held "$work/holds"
}
let_go() {
    exec 3>&-
    wait "$holder" || fail 'hold.exe failed'
    rm "$work/held"
}

it 'an output folder that a program has open stays as it is, and that is said'
sed -i 's/政策/政策乙/' "$here/site.yaml"
hold 'C:\网站 一'
run 2 --lang zh build "$site" -o 'C:\网站 一'
says "$err" 'MC802'
says "$err" '正被占用'
is_same "$work/first" "$c/网站 一"
let_go
run 0 build "$site" -o 'C:\网站 一'
! diff -rq "$work/first" "$c/网站 一" >/dev/null || fail 'nothing was published'
[ ! -e "$c/.网站 一.mingce" ] || fail 'the working folder is left'

it 'a file of the site that a program has open leaves a whole site, and nothing behind once it is closed'
cp -a "$c/网站 一" "$work/second"
sed -i 's/政策乙/政策丙/' "$here/site.yaml"
hold 'C:\网站 一\index.html'
code=0
mingce build "$site" -o 'C:\网站 一' >"$out" 2>"$err" || code=$?
[ "$code" -eq 0 ] || [ "$code" -eq 2 ] || fail "ended with $code"
let_go
[ "$code" -eq 0 ] || is_same "$work/second" "$c/网站 一"
run 0 build "$site" -o 'C:\网站 一'
run 0 build "$site" -o 'C:\fresh'
is_same "$c/fresh" "$c/网站 一"
[ ! -e "$c/.网站 一.mingce" ] || fail 'the working folder is left'

it 'a text that a program has open alone is told'
hold "$site"'\pages\about.md' alone
run 2 --lang zh check "$site"
says "$err" 'MC105'
says "$err" '正被占用'
let_go

it 'two builds of one folder: one publishes, or both do'
"$wine" "$c/bin/mingce.exe" build "$site" -o 'C:\网站 一' >"$work/other" 2>&1 &
other=$!
code=0
mingce --lang zh build "$site" -o 'C:\网站 一' >"$out" 2>"$err" || code=$?
[ "$code" -eq 0 ] || { [ "$code" -eq 2 ] && grep -q '另一个构建正在写入' "$err"; } || fail "ended with $code"
wait "$other" || [ "$code" -eq 0 ] || fail 'neither has published'
is_same "$c/fresh" "$c/网站 一"

it 'fixes are written into the files'
cp -a "$here" "$c/fix"
printf -- '---\ntitle: 链接\nsummary: 链接\n---\n\n见[网站]（https://www.example.com/）。\n' >"$c/fix/pages/fix.md"
run 0 --lang zh check 'C:\fix' --fix
grep -qF '见[网站](https://www.example.com/)。' "$c/fix/pages/fix.md" || fail 'nothing was mended'
[ -z "$(find "$c/fix" -name '*.mingce-fix')" ] || fail 'a file is left'

it 'the preview shows an edit'
"$wine" "$c/bin/mingce.exe" serve "$site" --port 18473 --editor 'vscode://file{path}:{line}' >"$work/served" 2>&1 </dev/null &
server=$!
started+=("$server")
until_true grep -qs '^http://' "$work/served"
address=$(grep -m 1 '^http://' "$work/served" | tr -d '\r')
until_true shows "$address" '政策丙'
sed -i 's/政策丙/政策丁/' "$here/site.yaml"
until_true shows "$address" '政策丁'

it 'the preview leads to the line of a mistake in the editor'
printf -- '---\ntitle: 错\nsummary: 错\n---\n\n见[四](policy:没有#四)。\n' >"$here/pages/wrong.md"
until_true shows "${address}.mingce/report" 'vscode://file/C:/%E6%94%BF%E7%AD%96%20%E7%AB%99%E7%82%B9/pages/wrong.md:6'
kill "$server"
wait "$server" 2>/dev/null || true

echo "$tests things hold on Windows, as Wine makes it."
