#!/usr/bin/env python3
"""Makes RESULTS.md of verdicts. Usage: table.py CASES VERDICTS... >RESULTS.md

Fails if hookseal has one wrong, in debug or release, and if any library refuses a plain genuine delivery: then the fault is
ours.
"""

import collections
import datetime
import json
import platform
import subprocess
import sys

# A refusal that takes as long as so many genuine deliveries is work that anyone can order.
TOO_SLOW = 20
FAMILIES = {
    "standard-webhooks": ("Standard Webhooks", "HMAC-SHA-256 of id, time and body; a list of signatures"),
    "stripe": ("Stripe", "HMAC-SHA-256 of time and body; a list of signatures beside the time"),
    "github": ("GitHub", "HMAC-SHA-256 of the body"),
    "slack": ("Slack", "HMAC-SHA-256 of time and body"),
    "twilio": ("Twilio", "HMAC-SHA-1 of the URL and the form; of JSON, a digest in the URL"),
    "hook0": ("Hook0", "HMAC-SHA-256 of time, chosen headers and body"),
    "aws-sns": ("AWS SNS", "RSA, with a certificate whose URL is in the message"),
}
TITLES = ["as it should", "accepted a hostile one", "refused a genuine one", "panic or other error", "too slow"]


class Library:
    """A column."""

    def __init__(self, verdict):
        self.name, self.language, self.version = (verdict[key] for key in ("library", "language", "version"))
        self.is_ours = self.name == "hookseal"
        self.outcomes = collections.defaultdict(dict)
        self.costs = {}

    def add(self, verdict):
        case = verdict["family"], verdict["case"]
        if "outcomes" in verdict:
            self.outcomes[case][verdict.get("build", "")] = verdict["outcomes"]
        else:
            self.costs[case] = verdict["cost"]

    def head(self):
        return self.name if self.is_ours else f"{self.name} {self.version} ({self.language})"

    def judge(self, case) -> tuple[list[str], str]:
        """What is wrong with its answers to a case, as titles of columns, and the cell."""
        key = case["family"], case["name"]
        wrong, notes = [], []
        for build, outcomes in sorted(self.outcomes[key].items()):
            for kind, detail in outcomes:
                title = self.title(case, kind)
                if title:
                    where = f" ({build})" if len(self.outcomes[key]) > 1 and self.differs(key) else ""
                    shown = f": `{detail}`" if kind == "other error" else ""
                    wrong.append(title)
                    notes.append(f"**{kind}**{shown}{where}")
        cost = self.costs.get(key)
        if cost and cost > TOO_SLOW:
            wrong.append("too slow")
            notes.append(f"**{cost:.0f}×**")
        kinds = {kind for outcomes in self.outcomes[key].values() for kind, _ in outcomes}
        if not wrong and kinds == {"apart"}:
            return [], "–"
        right = "accepted" if case["must"] == "any" and "accepted" in kinds else "✓"
        right = "refused" if case["must"] == "any" and kinds == {"refused"} else right
        return wrong, "<br>".join(dict.fromkeys(notes)) or right

    def differs(self, key):
        found = [json.dumps([kind for kind, _ in outcomes]) for outcomes in self.outcomes[key].values()]
        return len(set(found)) > 1

    def title(self, case, kind):
        must = case["hookseal"] if self.is_ours and case["must"] == "any" else case["must"]
        if kind == "panicked" or kind == "other error" and case.get("about") != "secret":
            return "panic or other error"
        if kind == "accepted" and must == "refuse":
            return "accepted a hostile one"
        if kind != "accepted" and kind != "apart" and must == "accept":
            return "refused a genuine one"
        return None

    def score(self, cases):
        """How many cases it had, and how many of them are in each column of the summary."""
        count = collections.Counter()
        for case in cases:
            key = case["family"], case["name"]
            if key not in self.outcomes:
                continue
            wrong, cell = self.judge(case)
            count["cases"] += cell != "–"
            count["as it should"] += not wrong and cell != "–"
            count.update(set(wrong))
        return count


def read(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def out_of(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def row(*cells):
    print("|", " | ".join(str(cell).replace("|", "\\|") for cell in cells), "|")


def preface(cases, ours):
    hostile = [case for case in cases if case["must"] != "accept"]
    deliveries = sum(len(case.get("each", [1])) for case in hostile)
    print(f"# hookseal and the official libraries on {len(hostile)} hostile inputs\n")
    print(f"Made by `tests/official/run` on {datetime.date.today()}: {out_of(['rustc', '--version'])}, "
          f"Python {platform.python_version()}, Node {out_of(['node', '--version'])}. Every library got the same bytes, made by "
          f"`tests/hostile_inputs/make.py`: {len(hostile)} hostile inputs with {deliveries} deliveries, and "
          f"{len(cases) - len(hostile)} genuine ones, which must be accepted. The Rust libraries ran in debug and "
          "release; svix, whose client is large, was optimised no further than level 1.\n")
    score = ours.score(cases)
    print(f"**hookseal: {score['as it should']} of {len(cases)} as they should be, in debug and in release.**\n")
    print(f"""How to read it:

- ✓ is what a receiver must do: refuse, or accept what is genuine. Where a row has several deliveries, it is so for each.
- **accepted**, **refused**: the wrong one of the two. In rows where either is safe, the word is not bold.
- **panicked**: the thread, and with `panic = "abort"` the process, ends by a request of anybody. **other error**: an exception
  that is not the one that the library documents for a refusal, so that a handler written by its documentation answers 500.
  In JavaScript, where everything thrown is caught alike, it is counted only where the library documents `true` and `false`, or a
  callback. In rows about the receiver's own secret any error is right.
- **N×**: refused, at the cost of N genuine deliveries (medians; counted from {TOO_SLOW}). Most servers end headers at 8 to 64 KiB;
  hyper, under axum and actix-web, takes more than the 48 KiB of 1000 signatures.
- –: cannot be handed to the library, such as bytes to one that takes texts.
- Headers are handed over as servers do: to Rust as they came; to Python and JavaScript joined with commas where they are
  repeated, and decoded as UTF-8, or else as Latin-1 (aiohttp and AWS Lambda; WSGI and Node's server decode all as Latin-1).
- Each library is called as its documentation says, with its defaults. None was chosen for a bad result: they are those of
  the providers, and those in Rust that people use. What a library leaves out on purpose is still the receiver's to do.
""")


def summary(libraries, cases):
    row("library", "version", "", "cases", *TITLES)
    row("---", "---", "---", "--:", *["--:"] * len(TITLES))
    for library in libraries:
        score = library.score(cases)
        row(library.name, library.version, library.language, score["cases"], *(score[title] or 0 for title in TITLES))
    print()


def family(name, libraries, cases):
    title, what = FAMILIES[name]
    columns = [library for library in libraries if any(key[0] == name for key in library.outcomes)]
    print(f"\n## {title}\n\n{what}.\n")
    for must, heading in [("refuse", "must be refused"), ("any", "either answer is safe"), ("accept", "must be accepted")]:
        rows = [case for case in cases if case["family"] == name and case["must"] == must]
        if not rows:
            continue
        row(heading, "why, and where it went wrong", *(library.head() for library in columns))
        row("---", "---", *[":-:"] * len(columns))
        for case in rows:
            why = case["why"] + (f" ({case['source']})" if "source" in case else "")
            row(case["name"], why, *(library.judge(case)[1] for library in columns))
        print()


def main():
    cases = read(sys.argv[1])
    libraries = {}
    for path in sys.argv[2:]:
        for verdict in read(path):
            libraries.setdefault((verdict["library"], verdict["language"]), Library(verdict)).add(verdict)
    libraries = list(libraries.values())
    ours = next(library for library in libraries if library.is_ours)
    preface(cases, ours)
    summary(libraries, cases)
    for name in FAMILIES:
        family(name, libraries, cases)

    faults = [(library.head(), case["family"]) for library in libraries for case in cases
              if case["name"] == "a genuine delivery" and (case["family"], case["name"]) in library.outcomes
              and library.judge(case)[0]]
    faults += [("hookseal", case["family"], case["name"]) for case in cases
               if ours.judge(case)[0] or set(ours.outcomes[case["family"], case["name"]]) != {"debug", "release"}]
    for fault in faults:
        print(*fault, "is not as it should be", sep=": ", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
