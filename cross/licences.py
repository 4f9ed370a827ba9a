#!/usr/bin/env python3
"""Writes the licences of everything that a program for a target holds: python3 cross/licences.py TARGET [ARGUMENTS OF cargo build]"""

import json
import pathlib
import re
import subprocess
import sys

NAMES = re.compile(r"^(licen[cs]e|copying|copyright|notice|unlicense)", re.IGNORECASE)
# Beside the crates: what Rust, the C compiler and the theme bring.
OTHERS = """\
The Rust standard library: MIT OR Apache-2.0, https://www.rust-lang.org/
The run-time library of GCC: GPL-3.0-or-later WITH GCC-exception-3.1, which lets it be part of any program
"""
SYSTEMS = {
    "gnu": "The run-time library of MinGW-w64: ZPL-2.1, https://www.mingw-w64.org/\n",
    "musl": "musl, the C library: MIT, https://musl.libc.org/\n",
}
ROOT = pathlib.Path(__file__).resolve().parent.parent


def metadata(target, arguments):
    features = [argument for argument in arguments if argument in ("--no-default-features", "--all-features")]
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target, *features]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def linked(data):
    """The packages that are linked into the program: not those that only build or test it."""
    packages = {package["id"]: package for package in data["packages"]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    seen, todo = set(), [data["resolve"]["root"]]
    while todo:
        node = nodes[todo.pop()]
        if node["id"] in seen:
            continue
        seen.add(node["id"])
        for dependency in node["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                todo.append(dependency["pkg"])
    seen.discard(data["resolve"]["root"])
    return sorted((packages[one] for one in seen), key=lambda package: (package["name"], package["version"]))


def texts(package):
    folder = pathlib.Path(package["manifest_path"]).parent
    files = [path for path in folder.rglob("*") if path.is_file() and NAMES.match(path.name)]
    if package["license_file"]:
        files.append(folder / package["license_file"])
    return sorted({path.read_text(encoding="utf-8", errors="replace").strip() + "\n" for path in files})


def main(target, *arguments):
    out = sys.stdout
    out.reconfigure(encoding="utf-8", newline="\n")
    out.write("Mingce: MIT OR Apache-2.0. This program also holds:\n\n" + OTHERS + SYSTEMS[target.rsplit("-", 1)[1]])
    holders = {}
    for package in linked(metadata(target, arguments)):
        name = f"{package['name']} {package['version']}"
        licence = package["license"] or "see its text below"
        own = texts(package)
        by = "" if own else f"; the standard text, by {', '.join(package['authors']) or 'its authors'}"
        place = package["repository"] or f"https://crates.io/crates/{package['name']}"
        out.write(f"{name}: {licence}, {place}{by}\n")
        for text in own:
            holders.setdefault(text, []).append(name)
    for path in sorted([*(ROOT / "themes").rglob("*"), *(ROOT / "src").rglob("*")]):
        if path.is_file() and re.match(r"^(OFL|LICENSE)", path.name):
            text = path.read_text(encoding="utf-8").strip() + "\n"
            holders.setdefault(text, []).append(path.relative_to(ROOT).as_posix())
    for text, names in sorted(holders.items(), key=lambda one: one[1]):
        out.write("\n" + "=" * 78 + "\n" + ", ".join(names) + "\n" + "=" * 78 + "\n\n" + text)


main(*sys.argv[1:])
