#!/bin/sh
# Cuts the fonts of the printed documents from Noto Serif SC and Noto Sans SC, into the folder of this script:
#
#     sh themes/default/fonts/cut.sh
#
# Needs npm, python3 and the network. Kept are the characters of GB 2312 (all 7,445 of them: Han, punctuation, full-width
# letters), Latin with its accents, general punctuation, circled and bracketed numbers, arrows and boxes, the square
# units, and some Han characters of names and places that GB 2312 does not have. Hinting and the glyph names are left
# out: a printer needs neither. The same versions give the same bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3 >/dev/null
python3 -m venv tools
tools/bin/pip --quiet install fonttools==4.68.0
tools/bin/python - > characters <<'PYTHON'
han = "镕喆堃昇祎翀喆淼玥珺瑄璟祺禛稷筱粲翯芃苡荭菡蓁蔺薇衎谌谞郓鄄鄌酂钇钊钰铄铎锟锴镔闫闵韡颀飏飓驿骐骞骧鲅鲳黉黠龑〇"
text = {chr(c) for c in range(0x20, 0x7F)} | {chr(c) for c in range(0xA0, 0x180)} | set(han)
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
cut() {
    tar xzf expo-google-fonts-"$1"-0.4.3.tgz
    tools/bin/pyftsubset "package/$2.ttf" --text-file=characters --output-file="$here/$3" \
        --no-hinting --desubroutinize --notdef-outline --layout-features='*' --name-IDs='*' --no-glyph-names
}
cut noto-serif-sc 400Regular/NotoSerifSC_400Regular NotoSerifSC-Regular.ttf
cut noto-serif-sc 700Bold/NotoSerifSC_700Bold NotoSerifSC-Bold.ttf
cut noto-sans-sc 500Medium/NotoSansSC_500Medium NotoSansSC-Medium.ttf
cp package/LICENSE_FONT "$here/OFL.txt"
