#!/usr/bin/env python3
"""Makes `openssl.json` with OpenSSL 3: `python3 make.py > openssl.json`.

Keys of every kind, as PEM and as JWK; signatures of every algorithm that schemes can name, and of some that they cannot; and
what people paste where a public key belongs. Each run makes other keys. The private ones are thrown away, except for those
that are there to be refused.
"""

import base64
import json
import subprocess
import tempfile
from pathlib import Path

MESSAGE = '{"id":"evt_1","amount":100}'
WORK = Path(tempfile.mkdtemp())
ORDERS = {
    "p256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "p384": int("FF" * 24 + "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
    "p521": int("01" + "FF" * 32 + "FA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409", 16),
    "secp256k1": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
}
SIZES = {"p256": 32, "p384": 48, "p521": 66, "secp256k1": 32}
NAMES = {"p256": "P-256", "p384": "P-384", "p521": "P-521", "secp256k1": "secp256k1"}
GROUPS = {"p256": "P-256", "p384": "P-384", "p521": "P-521", "secp256k1": "secp256k1"}


def openssl(*arguments, data=b""):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def private(name, *options):
    path = WORK / name
    openssl("genpkey", "-quiet", *options, "-out", str(path))
    return path


def public_pem(path):
    return openssl("pkey", "-in", str(path), "-pubout").decode()


def der_of(pem):
    return base64.b64decode("".join(line for line in pem.splitlines() if "-----" not in line))


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read_integers(der):
    """The integers of a DER sequence."""
    def length(at):
        if der[at] < 0x80:
            return der[at], at + 1
        count = der[at] & 0x7F
        return int.from_bytes(der[at + 1:at + 1 + count], "big"), at + 1 + count
    _, at = length(1)
    found = []
    while at < len(der):
        size, at = length(at + 1)
        found.append(int.from_bytes(der[at:at + size], "big"))
        at += size
    return found


def number(value):
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def der_sequence(*values):
    def element(tag, content):
        size = len(content)
        head = bytes([size]) if size < 128 else bytes([0x80 | len(number(size))]) + number(size)
        return bytes([tag]) + head + content
    integers = b"".join(element(2, v.to_bytes(v.bit_length() // 8 + 1, "big")) for v in values)
    return element(0x30, integers)


def rsa_numbers(pem):
    pkcs1 = openssl("rsa", "-pubin", "-RSAPublicKey_out", "-outform", "DER", data=pem.encode())
    return read_integers(pkcs1)


def sign(path, digest, *options):
    arguments = ["dgst", f"-{digest}", "-sign", str(path)]
    for option in options:
        arguments += ["-sigopt", option]
    return openssl(*arguments, data=MESSAGE.encode())


keys, signatures, refused = {}, [], {}


def add(key, algorithm, signature, valid=True, comment="", message=MESSAGE):
    encoded = base64.b64encode(signature).decode()
    signatures.append({"key": key, "algorithm": algorithm, "message": message, "signature": encoded, "valid": valid,
                       "comment": comment})


# Ed25519
path = private("ed25519", "-algorithm", "ed25519")
pem = public_pem(path)
raw = der_of(pem)[-32:]
keys["ed25519"] = {"pem": pem, "jwk": {"kty": "OKP", "crv": "Ed25519", "x": b64url(raw)}, "hex": raw.hex(),
                   "base64": base64.b64encode(raw).decode()}
(WORK / "message").write_text(MESSAGE)
good = openssl("pkeyutl", "-sign", "-rawin", "-inkey", str(path), "-in", str(WORK / "message"))
add("ed25519", "ed25519", good)
add("ed25519", "ed25519", good, False, "another message", MESSAGE + " ")
add("ed25519", "ed25519", good[:-1], False, "a byte less")
add("ed25519", {"ecdsa": {"curve": "p256", "hash": "sha256", "form": "fixed"}}, good, False, "another algorithm")

# ECDSA. Of P-521, a key whose numbers begin with a zero, which some providers drop.
for curve, order in ORDERS.items():
    size = SIZES[curve]
    while True:
        path = private(curve, "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{GROUPS[curve]}")
        pem = public_pem(path)
        x, y = der_of(pem)[-2 * size:-size], der_of(pem)[-size:]
        if curve != "p521" or (x[0] == 0 and y[0] == 0):
            break
    jwk = {"kty": "EC", "crv": NAMES[curve], "x": b64url(x), "y": b64url(y)}
    compressed = openssl("ec", "-pubin", "-conv_form", "compressed", data=pem.encode()).decode()
    keys[curve] = {"pem": pem, "jwk": jwk, "compressed": compressed}
    if curve == "p521":
        keys[curve]["short"] = {**jwk, "x": b64url(x.lstrip(b"\0")), "y": b64url(y.lstrip(b"\0"))}
    for digest in ("sha1", "sha256", "sha384", "sha512"):
        algorithm = {"curve": curve, "hash": digest}
        der = sign(path, digest)
        r, s = read_integers(der)
        low, high = min(s, order - s), max(s, order - s)
        for name, value in (("low s", low), ("high s", high)):
            fixed = r.to_bytes(size, "big") + value.to_bytes(size, "big")
            add(curve, {"ecdsa": {**algorithm, "form": "der"}}, der_sequence(r, value), True, name)
            add(curve, {"ecdsa": {**algorithm, "form": "fixed"}}, fixed, True, name)
        add(curve, {"ecdsa": {**algorithm, "form": "der"}}, fixed, False, "fixed, where DER belongs")
        add(curve, {"ecdsa": {**algorithm, "form": "fixed"}}, der, False, "DER, where fixed belongs")
        add(curve, {"ecdsa": {**algorithm, "form": "fixed"}}, fixed[1:], False, "a byte less")
        add(curve, {"ecdsa": {**algorithm, "form": "fixed"}}, b"\0" + fixed, False, "a byte more")
        add(curve, {"ecdsa": {**algorithm, "form": "der"}}, der + b"\0", False, "a byte after it")
        add(curve, {"ecdsa": {**algorithm, "form": "der"}}, der, False, "another message", MESSAGE + " ")
        other = "sha384" if digest == "sha256" else "sha256"
        add(curve, {"ecdsa": {**algorithm, "hash": other, "form": "der"}}, der, False, "another hash")
    add(curve, {"rsa": {"padding": "pkcs1", "hash": "sha256"}}, der, False, "another algorithm")
add("secp256k1", {"ecdsa": {"curve": "p256", "hash": "sha512", "form": "der"}}, der, False, "another curve")

# RSA
for name, options in {
    "rsa-2048": ("rsa_keygen_bits:2048",),
    "rsa-2048-e3": ("rsa_keygen_bits:2048", "rsa_keygen_pubexp:3"),
    "rsa-3072": ("rsa_keygen_bits:3072",),
    "rsa-4096": ("rsa_keygen_bits:4096",),
    "rsa-8192": ("rsa_keygen_bits:8192",),
}.items():
    path = private(name, "-algorithm", "RSA", *(part for option in options for part in ("-pkeyopt", option)))
    pem = public_pem(path)
    n, e = rsa_numbers(pem)
    pkcs1 = openssl("rsa", "-pubin", "-RSAPublicKey_out", data=pem.encode()).decode()
    jwk = {"kty": "RSA", "n": b64url(number(n)), "e": b64url(number(e))}
    keys[name] = {"pem": pem, "jwk": jwk, "pkcs1": pkcs1}
    for digest in ("sha1", "sha256", "sha384", "sha512") if name == "rsa-2048" else ("sha256",):
        algorithm = {"rsa": {"padding": "pkcs1", "hash": digest}}
        good = sign(path, digest)
        add(name, algorithm, good)
        add(name, algorithm, good, False, "another message", MESSAGE + " ")
        add(name, algorithm, good[:-1], False, "a byte less")
        add(name, algorithm, b"\0" + good, False, "a byte more")
        other = "sha512" if digest == "sha256" else "sha256"
        add(name, {"rsa": {"padding": "pkcs1", "hash": other}}, good, False, "another hash")
        if digest == "sha1":
            continue
        pss = {"rsa": {"padding": "pss", "hash": digest}}
        options = ("rsa_padding_mode:pss", "rsa_pss_saltlen:digest")
        good_pss = sign(path, digest, *options)
        add(name, pss, good_pss)
        add(name, pss, good, False, "another padding")
        add(name, algorithm, good_pss, False, "another padding")
        add(name, pss, sign(path, digest, "rsa_padding_mode:pss", "rsa_pss_saltlen:max"), False, "a longer salt")
        add(name, pss, sign(path, digest, "rsa_padding_mode:pss", "rsa_pss_saltlen:0"), False, "no salt")
        add(name, pss, sign(path, digest, *options, "rsa_mgf1_md:sha1"), False, "another mask")
    add(name, {"ecdsa": {"curve": "p256", "hash": "sha256", "form": "der"}}, good, False, "another algorithm")

# What is no public key, or none to be used.
for name, options in {
    "rsa": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
    "ec": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "ed25519": ("-algorithm", "ed25519"),
}.items():
    path = private(f"private-{name}", *options)
    refused[f"private {name}"] = path.read_text()
    if name != "ed25519":
        refused[f"private {name}, older form"] = openssl("pkey", "-in", str(path), "-traditional").decode()
    refused[f"private {name}, encrypted"] = openssl("pkey", "-in", str(path), "-aes256", "-passout", "pass:x").decode()
refused["1024 bits"] = public_pem(private("rsa-1024", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"))
refused["2040 bits"] = public_pem(private("rsa-2040", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2040"))
refused["p224"] = public_pem(private("p224", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-224"))
refused["ed448"] = public_pem(private("ed448", "-algorithm", "ed448"))
refused["x25519"] = public_pem(private("x25519", "-algorithm", "x25519"))
path = private("csr", "-algorithm", "ed25519")
refused["request"] = openssl("req", "-new", "-key", str(path), "-subj", "/CN=a").decode()

version = openssl("version").decode().split(" (")[0].strip()
# One item in a line, so that changes can be read.
sections = [f'"source": {json.dumps("make.py, " + version)}']
for title, items in (("keys", keys), ("refused", refused)):
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(item)}" for name, item in items.items())
    sections.append(f'"{title}": {{\n{lines}\n}}')
sections.append('"signatures": [\n' + ",\n".join(map(json.dumps, signatures)) + "\n]")
print("{\n" + ",\n".join(sections) + "\n}")
