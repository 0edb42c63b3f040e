"""Signatures of RSA without a library: the keys are those of the vectors, fixed and public."""

import base64
import hashlib
import pathlib

KEYS = pathlib.Path(__file__).parents[2] / "vectors/asymmetric"
# What stands before the digest in PKCS #1 v1.5 (RFC 8017, section 9.2).
DIGEST_INFO = {"sha1": "3021300906052b0e03021a05000414", "sha256": "3031300d060960864801650304020105000420"}


def integers(der: bytes) -> list[int]:
    """The numbers of a DER sequence, and of those within it."""
    found, at = [], 0
    while at < len(der):
        tag, length, at = der[at], der[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(der[at:at + size], "big"), at + size
        value, at = der[at:at + length], at + length
        if tag == 0x02:
            found.append(int.from_bytes(value, "big"))
        elif tag in (0x30, 0x04) and value[:1] in (b"\x30", b"\x02"):
            found += integers(value)
    return found


def sign(key: str, message: bytes, digest: str) -> bytes:
    """PKCS #1 v1.5 with the key in this file."""
    text = "".join((KEYS / f"{key}.pem").read_text().splitlines()[1:-1])
    # PKCS #8: a version, then version, modulus, public and private exponent.
    _, _, modulus, _, private, *_ = integers(base64.b64decode(text))
    length = (modulus.bit_length() + 7) // 8
    info = bytes.fromhex(DIGEST_INFO[digest]) + hashlib.new(digest, message).digest()
    padded = b"\x00\x01" + b"\xff" * (length - len(info) - 3) + b"\x00" + info
    return pow(int.from_bytes(padded, "big"), private, modulus).to_bytes(length, "big")
