#!/usr/bin/env python3
"""Makes vectors of providers that sign with private keys, from the documented formulas; needs the package `cryptography`.

Usage: python3 tests/vectors/asymmetric/signed.py           writes into tests/vectors
       python3 tests/vectors/asymmetric/signed.py --check   fails if a file is not what would be written

Lines whose name begins with `keyed-` are made here; all others were captured, published or computed elsewhere, and are kept.
ECDSA is made deterministic (RFC 6979), so that the same bytes come out each time.
"""

import json
import pathlib
import sys

sys.dont_write_bytecode = True

from formulas import ROWS

FOLDER = pathlib.Path(__file__).parent.parent
MADE = "keyed-"


def main():
    check, count = "--check" in sys.argv, 0
    for row in ROWS:
        path = FOLDER / f"{row.slug}.jsonl"
        there = path.read_text().splitlines(keepends=True) if path.exists() else []
        lines = [{"provider": row.slug, "name": MADE + line.pop("name")} | line for line in row.lines()]
        names = [line["name"] for line in lines]
        assert len(set(names)) == len(names), (row.slug, names)
        kept = [line for line in there if not json.loads(line)["name"].startswith(MADE)]
        text = "".join(kept + [json.dumps(line, ensure_ascii=False) + "\n" for line in lines])
        if check:
            assert path.read_text() == text, f"{path.name} is not what would be written"
        else:
            path.write_text(text)
        count += len(lines)
    print(count, "lines are right" if check else "lines written")


main()
