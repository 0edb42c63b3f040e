#!/usr/bin/env python3
"""Makes vectors of providers that send tokens, from the documented claims; needs the package `cryptography`.

Usage: python3 tests/vectors/asymmetric/tokens.py           writes into tests/vectors
       python3 tests/vectors/asymmetric/tokens.py --check   fails if a file is not what would be written

Lines whose name begins with `token-` are made here; all others were captured, published or computed elsewhere, and are kept.
ECDSA is made deterministic (RFC 6979), so that the same bytes come out each time.
"""

import json
import pathlib
import sys

sys.dont_write_bytecode = True

from token_attacks import attacks
from token_rows import ROWS

FOLDER = pathlib.Path(__file__).parent.parent
MADE = "token-"


def main():
    check, count = "--check" in sys.argv, 0
    for slug in sorted({row.slug for row in ROWS}):
        path = FOLDER / f"{slug}.jsonl"
        there = path.read_text().splitlines(keepends=True) if path.exists() else []
        rows = [row for row in ROWS if row.slug == slug]
        lines = [line for row in rows for line in [*row.lines(), *attacks(row)]]
        names = [line["name"] for line in lines]
        assert len(set(names)) == len(names), (slug, names)
        kept = [line for line in there if not json.loads(line)["name"].startswith(MADE)]
        made = [json.dumps(line | {"name": MADE + line["name"]}, ensure_ascii=False) + "\n" for line in lines]
        text = "".join(kept + made)
        if check:
            assert path.read_text() == text, f"{path.name} is not what would be written"
        else:
            path.write_text(text)
        count += len(lines)
    print(count, "lines are right" if check else "lines written")


main()
