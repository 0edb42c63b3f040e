#!/usr/bin/env python3
"""Makes the hostile inputs that hookseal and other libraries are tried on, with nothing of any of them in between.

Usage: python3 tests/hostile_inputs/make.py           writes cases.jsonl next to itself
       python3 tests/hostile_inputs/make.py --check   fails if the file is not what would be written
       python3 tests/hostile_inputs/make.py --now N   prints the same cases as if signed at the Unix time N

A line is one case: what a library is set up with, one or several deliveries, and what a receiver must do with each of them:
"accept" (a control: whoever refuses everything is of no use), "refuse", or "any" (either is safe, as long as it is an
answer; `hookseal` says which one is hookseal's). `each` has one delivery per entry: what differs from `headers` and `body`.
Those in `before` are handed over first, and what becomes of them does not count. Values that are no text are written as
{"hex": ...}, long ones as {"repeat": [start, unit, times]}, headers that stand there several times as a list. `served` has
what is found at a URL, and under "*" what an attacker serves everywhere but at Amazon's hosts. `about` says that the case is
about the receiver's own secret, or about a setting that not every library has.
"""

import json
import pathlib
import sys

# The folder is packaged as it is.
sys.dont_write_bytecode = True

from families import aws_sns, github, hook0, slack, standard_webhooks, stripe, twilio

FILE = pathlib.Path(__file__).parent / "cases.jsonl"
# In 2027: hookseal's tests set their clock to it.
NOW = 1_800_000_000


def made(now: int) -> str:
    """The lines of all families."""
    families = (standard_webhooks, stripe, github, slack, twilio, hook0, aws_sns)
    cases = [case for family in families for case in family.cases(now)]
    names = [(case["family"], case["name"]) for case in cases]
    assert len(set(names)) == len(names), "a name is taken twice"
    return "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)


def main() -> int:
    match sys.argv[1:]:
        case []:
            FILE.write_text(made(NOW))
        case ["--now", now]:
            print(made(int(now)), end="")
        case ["--check"]:
            if not FILE.exists() or FILE.read_text() != made(NOW):
                print(f"stale, run make.py: {FILE.name}", file=sys.stderr)
                return 1
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
