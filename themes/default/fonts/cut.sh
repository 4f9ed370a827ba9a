#!/bin/sh
# Cuts the fonts of the printed documents from Noto Serif SC, Noto Sans SC and, for the signs that these lack (☐ ☑ ☒ ✔ ☎ ⚠),
# Noto Sans Symbols 2, into the folder of this script:
#
#     sh themes/default/fonts/cut.sh
#
# Needs npm, python3, Debian's apt-get and dpkg-deb (for the package unicode-data, which is read and not installed), and
# the network. Kept are the characters of 通用规范汉字表 (8,105, by kTGH of Unihan), all of GB 2312 (7,445: Han, punctuation,
# full-width letters), Latin with its accents, general punctuation, circled and bracketed numbers, arrows, boxes (☐ ☑ ☒) and
# ticks (✓ ✔), the square units, and a few Han characters of names that neither list has. Hinting and the glyph names are
# left out: a printer needs neither. The same versions give the same bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3 \
    @expo-google-fonts/noto-sans-symbols-2@0.4.1 >/dev/null
python3 -m venv tools
tools/bin/pip --quiet install fonttools==4.68.0
apt-get download -q unicode-data=15.0.0-1 2>/dev/null >&2
dpkg-deb -x unicode-data_*.deb unicode-data
tools/bin/python - > characters <<'PYTHON'
import bz2
text = {chr(c) for c in range(0x20, 0x7F)} | {chr(c) for c in range(0xA0, 0x180)} | set("〇叡龑韡峯䶮")
with bz2.open("unicode-data/usr/share/unicode/Unihan_OtherMappings.txt.bz2", "rt") as lines:
    listed = {chr(int(line.split()[0][2:], 16)) for line in lines if "\tkTGH\t" in line and line.startswith("U+")}
assert len(listed) == 8105
text |= listed
for high in range(0xA1, 0xF8):
    for low in range(0xA1, 0xFF):
        try:
            text.add(bytes([high, low]).decode("gb2312"))
        except UnicodeDecodeError:
            pass
for first, last in [(0x2010, 0x2027), (0x2030, 0x203F), (0x20AC, 0x20AC), (0x2116, 0x2122), (0x2150, 0x218F),
                    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2605, 0x2612),
                    (0x2713, 0x2717), (0x3000, 0x303F), (0x3220, 0x3243), (0x3280, 0x32B0), (0x3380, 0x33DF),
                    (0xFE30, 0xFE4F), (0xFF01, 0xFFE6)]:
    text |= {chr(c) for c in range(first, last + 1)}
print("".join(sorted(text)))
PYTHON
printf '☎☏☐☑☒⚠✂✉✓✔✕✖✗✘' > signs
# cut PACKAGE VERSION FILE NAME CHARACTERS
cut() {
    tar xzf expo-google-fonts-"$1-$2".tgz
    tools/bin/pyftsubset "package/$3.ttf" --text-file="$5" --output-file="$here/$4" \
        --no-hinting --desubroutinize --notdef-outline --layout-features='*' --name-IDs='*' --no-glyph-names
}
cut noto-sans-symbols-2 0.4.1 400Regular/NotoSansSymbols2_400Regular NotoSansSymbols2-Regular.ttf signs
cp package/LICENSE_FONT "$here/OFL-symbols.txt"
cut noto-serif-sc 0.4.3 400Regular/NotoSerifSC_400Regular NotoSerifSC-Regular.ttf characters
cut noto-serif-sc 0.4.3 700Bold/NotoSerifSC_700Bold NotoSerifSC-Bold.ttf characters
cut noto-sans-sc 0.4.3 500Medium/NotoSansSC_500Medium NotoSansSC-Medium.ttf characters
cp package/LICENSE_FONT "$here/OFL.txt"
