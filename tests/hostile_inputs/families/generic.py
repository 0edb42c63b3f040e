"""What can be tried on everybody who signs with a shared secret."""

from .family import Family, raw


def cases(family: Family) -> list[dict]:
    """Secrets, signatures, bodies, and what a library remembers."""
    return [*controls(family), *secrets(family), *signatures(family), *bodies(family), *memory(family)]


def controls(family: Family):
    yield family.case("accept", "a genuine delivery", "whoever refuses everything is of no use")
    body = family.body.replace('"', ' "', 1).replace(",", " ,\n\t", 1)
    if body != family.body:
        yield family.case("accept", "a body with odd white space", "signed is what was sent, not what it means",
                          "convoy #2392", body=body, headers=family.headers(family.text(body=body.encode())))


def secrets(family: Family):
    """What is wrong with the receiver's own secret: an error when it is set up is as good as a refusal."""
    signed = lambda key: family.headers(family.text(key=key))
    yield family.case("refuse", "the empty secret", "everyone can sign with it, and an unset variable is one",
                      "CVE-2026-41432", about="secret", secret="", headers=signed(b""))
    for name, blank in [("a secret of spaces", "   "), ("a secret of one line break", "\n")]:
        yield family.case("refuse", name, "a mistake in a configuration, and easily guessed", "CVE-2026-26078",
                          about="secret", secret=blank, each=[{"headers": signed(key)} for key in (b"", blank.encode())])
    yield family.case("refuse", "signed with another secret", "a secret that is configured and never used",
                      "CVE-2026-21894 and five more", headers=signed(b"another secret"))
    yield family.case("refuse", "signed with the empty secret", "a fallback to no secret at all", "CVE-2026-26077",
                      headers=signed(b""))


def signatures(family: Family):
    text, value = family.text(), family.value(family.text())
    header, frame = family.signature_header, value[:value.index(text)]
    rest = value[len(frame) + len(text):]
    of = lambda text: family.signature(frame + text + rest)
    each = lambda must, name, why, source, values, **what: family.case(
        must, name, why, source, each=[family.signature(one) for one in values], **what)

    yield family.case("refuse", "no signature", "absent is not right", "Appwrite 1.8.1", each=[of(text) | {"headers": {header: None}}])
    yield each("refuse", "an empty signature header", "empty equals empty, if what is absent is modelled as empty", "", ["", " "])
    if frame:
        yield each("refuse", "nothing but what stands before the signature", "`v1,` always passed once",
                   "RUSTSEC-2024-0010", [frame])
    lengths = sorted({0, 1, 2, 4, *range(8, len(text), 8), *range(len(text) - 4, len(text))})
    yield family.case("refuse", "a prefix of the signature", "compared only up to the shorter length",
                      "RUSTSEC-2024-0010", each=[of(text[:length]) for length in lengths])
    longer = [text + more for more in ("0", "00", "A", text)] + ["0" + text, text[1:]]
    yield family.case("refuse", "more than the signature, and less in front", "one byte too many, one too few",
                      "RUSTSEC-2024-0010", each=[of(one) for one in longer])
    middle = len(text) // 2
    other = "1" if text[middle] == "0" else "0"
    yield family.case("refuse", "another character in the signature", "the least that can be wrong", "",
                      each=[of(text[:middle] + other + text[middle + 1:])])
    not_text = [text[:-1].encode() + b"\xff", b"\xff\xfe", "\u00e9".encode() + text[1:].encode(), text.encode() + b"\x80"]
    yield family.case("refuse", "a signature that is not ASCII", "an exception in the comparison becomes a 500", "",
                      each=[of("")] + [family.signature(raw(frame.encode() + one)) for one in not_text])
    junk = ["=", ",", ",,,", "v1", "v1=", "v1,", "v1,a,b", "v1,A", "v2", "t=", "t=1", "sha256", "sha256=", "null", "{}", "%",
            "0x" + "0" * 64, "\t"]
    yield each("refuse", "what is no signature at all", "one error for all of it, and no exception of another kind",
               "", junk)
    for digest in family.other_digests:
        yield family.case("refuse", f"the right key with {digest}", "the algorithm is the receiver's choice",
                          "CVE-2026-48747", headers=family.headers(family.text(digest=digest)))
    if family.is_hex:
        yield family.case("any", "hex in upper case", "the same bytes: either answer is safe, none must be an accident",
                          "octokit", hookseal="accept", each=[of(text.upper())])
    yield family.case("refuse", "a signature of 64 KiB", "axum and actix-web let it through: work before authentication",
                      "", cost=True, headers=family.headers() | {header: {"repeat": [frame, "0", 65536]}})


def bodies(family: Family):
    body = family.body.encode()
    flips = [body[:at] + bytes([body[at] ^ 1]) + body[at + 1:] for at in (0, 1, len(body) // 2, len(body) - 2)]
    yield family.case("refuse", "one bit of the body", "the body is what the signature is for", "",
                      each=[{"body": raw(flipped)} for flipped in flips])
    changed = {"a line break at the end": body + b"\n", "a space in front": b" " + body, "no body": b""}
    for what, other in changed.items():
        yield family.case("refuse", f"{what}, unsigned", "signed are bytes, not their meaning", "convoy #2392", body=raw(other))
    yield family.case("refuse", "a byte order mark in front", "a decoder that drops it makes two bodies one", "",
                      body=raw(b"\xef\xbb\xbf" + body))
    replaced = family.body.replace("Zo\u00eb", "\ufffd").replace("Zo%C3%AB", "%EF%BF%BD")
    sent = replaced.encode().replace("\ufffd".encode(), b"\xff").replace(b"%EF%BF%BD", b"%FF")
    assert sent != replaced.encode(), family.name
    yield family.case("refuse", "a byte for U+FFFD", "a lossy decoder makes two bodies one", "", body=raw(sent),
                      headers=family.headers(family.text(body=replaced.encode())))
    yield family.case("refuse", "a body that is not UTF-8", "an exception before anything is authenticated", "",
                      body=raw(b"\xff\xfe"))


def memory(family: Family):
    forged = {"headers": family.headers(family.text(key=b"another secret"))}
    yield family.case("refuse", "a forged delivery again", "verdicts remembered before they are reached",
                      "RUSTSEC-2026-0224", each=[forged] * 3)
    yield family.case("accept", "the genuine one after a forged one", "whoever forges an id must not block it",
                      "hookaido #220", before=[forged] * 3)
