#!/usr/bin/env python3
"""Makes the vectors that no provider publishes, from the documented formulas, with nothing of hookseal in between.

Usage: python3 tests/vectors/make.py           writes next to itself
       python3 tests/vectors/make.py --check   fails if a file is not what would be written

A file is named after its provider. Lines whose name begins with `computed-` are made here; all others were captured,
published or made by a provider's own SDK, and are kept as they are. The formulas are tried on those lines too.
"""

import json
import pathlib
import sys
import urllib.parse
from collections import defaultdict

# The folder is packaged as it is.
sys.dont_write_bytecode = True

from formulas import context, handshakes, in_body, older, quirks, raw_body, standard, time_beside, time_header, tokens, urls
from formulas.formula import inside

HERE = pathlib.Path(__file__).parent
FAMILIES = (raw_body, time_beside, time_header, standard, in_body, tokens, context, urls)
ROWS = [row for family in FAMILIES for row in family.ROWS]
QUIRKS = (quirks, in_body, tokens, context, handshakes, urls)
COMPUTED = "computed-"


def made() -> dict[str, list[dict]]:
    """The computed lines of each file."""
    files = defaultdict(list)
    for line in [line for row in ROWS for line in row.lines()] + [line for part in QUIRKS for line in part.quirks()]:
        files[line["provider"]].append(line)
    for provider, lines in files.items():
        names = [line["name"] for line in lines]
        assert len(set(names)) == len(names), f"{provider}: a name is taken twice: {names}"
    return files


def captured(path: pathlib.Path) -> list[str]:
    lines = path.read_text().splitlines() if path.exists() else []
    return [line for line in lines if not json.loads(line)["name"].startswith(COMPUTED)]


def carries(line: dict, row) -> bool:
    """Whether a captured request carries the signature that the formula gives."""
    parts = [line["url"], line["body"], urllib.parse.unquote_plus(line["body"])]
    for value in line["headers"].values():
        parts += [value] if isinstance(value, str) else value
    # A form may be signed as the JSON in it; a header may name the digest.
    requests = [line]
    if line["body"].startswith("payload="):
        requests.append(line | {"body": inside(line["body"], "form:payload")})
    digests = {row.digest} | {digest for digest in ("sha1", "sha384", "sha512") if row.provider == "websub"}
    try:
        tags = [row.tag(request, secret, digest) for request in requests for digest in digests
                for secret in (line["secret"], line.get("secret2")) if secret]
    except (KeyError, ValueError):
        return False
    return any(text.lower() in part.lower() for tag in tags for text in row.written(tag).values() for part in parts)


def try_on(line: dict) -> bool:
    """Tries the formulas on a captured line; false if there is none to try."""
    rows = [row for row in ROWS if row.provider == line["provider"] or
            f"{line['provider']}-{line.get('algorithm')}" == row.provider]
    genuine = line["expect"] == "accept" or line.get("reject_reason") == "timestamp"
    if not rows or not genuine or "handshake_response" in line or line["secret"].startswith("whpk_"):
        return False
    assert any(carries(line, row) for row in rows), f"{line['provider']} {line['name']}: another signature"
    return True


def main() -> int:
    files, tried, stale = made(), 0, []
    for slug in sorted(files.keys() | older.FILES.keys() | {path.stem for path in HERE.glob("*.jsonl")}):
        path = HERE / f"{slug}.jsonl"
        kept = [] if slug in older.FILES else captured(path)
        tried += sum(try_on(json.loads(line)) for line in kept)
        lines = [*older.FILES[slug]()] if slug in older.FILES else files[slug]
        text = "".join(line + "\n" for line in kept + [json.dumps(line, ensure_ascii=False) for line in lines])
        if not path.exists() or path.read_text() != text:
            stale.append(path.name)
            if sys.argv[1:] != ["--check"]:
                path.write_text(text)
    computed = sum(map(len, files.values()))
    print(f"{computed} computed lines for {len(files)} providers; formulas tried on {tried} captured lines")
    if stale and sys.argv[1:] == ["--check"]:
        print("stale, run make.py:", *stale, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
