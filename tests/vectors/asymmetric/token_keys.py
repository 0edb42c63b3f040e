"""Tokens (RFC 7515), and keys for them. They are fixed and public: nothing may ever be secured with them."""

import base64
import datetime
import hashlib
import hmac
import json
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

HERE = pathlib.Path(__file__).parent
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
CURVES = {"256": ("P-256", ec.SECP256R1(), 32), "384": ("P-384", ec.SECP384R1(), 48), "512": ("P-521", ec.SECP521R1(), 66)}
PKCS1, PSS = padding.PKCS1v15(), padding.PSS


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def compact(value):
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)


class Shared:
    """A secret, and the MACs that are made with it."""

    def __init__(self, text):
        self.text, self.alg, self.is_public = text, "HS256", False

    def sign(self, message, alg=None):
        return hmac.digest(self.text.encode(), message, "sha" + (alg or self.alg)[2:])


class Pair:
    """A pair of keys, of RSA or on a curve."""

    def __init__(self, alg, name="own"):
        self.alg, self.is_public = alg, True
        if alg[0] in "RP":
            file = "rsa.pem" if name == "own" else "rsa_other.pem"
            self.private = serialization.load_pem_private_key((HERE / file).read_bytes(), None)
        else:
            number = int.from_bytes(hashlib.sha256(f"hookseal tokens {alg} {name}".encode()).digest()[:31], "big") + 1
            self.private = ec.derive_private_key(number, CURVES[alg[2:]][1])
        self.public = self.private.public_key()

    def sign(self, message, alg=None, der=False):
        alg = alg or self.alg
        digest = HASHES[alg[2:]]
        if isinstance(self.private, rsa.RSAPrivateKey):
            scheme = PKCS1 if alg[0] == "R" else PSS(padding.MGF1(digest), digest.digest_size)
            return self.private.sign(message, scheme, digest)
        signature = self.private.sign(message, ec.ECDSA(digest, deterministic_signing=True))
        size = CURVES[alg[2:]][2]
        r, s = utils.decode_dss_signature(signature)
        return signature if der else r.to_bytes(size, "big") + s.to_bytes(size, "big")

    def jwk(self, kid=None, alg=True):
        numbers = self.public.public_numbers()
        known = ({"kid": kid} if kid else {}) | ({"alg": self.alg} if alg else {})
        number = lambda n, size=None: b64url(n.to_bytes(size or (n.bit_length() + 7) // 8, "big"))
        if isinstance(self.private, rsa.RSAPrivateKey):
            return {"kty": "RSA"} | known | {"n": number(numbers.n), "e": number(numbers.e)}
        name, _, size = CURVES[self.alg[2:]]
        return {"kty": "EC", "crv": name} | known | {"x": number(numbers.x, size), "y": number(numbers.y, size)}

    def pem(self):
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.public.public_bytes(serialization.Encoding.PEM, form).decode()


def token(key, header, payload, detached=None, **more):
    """A token; of one that leaves its payload out, `detached` is what was left out."""
    head = b64url(compact(header).encode())
    body = b64url(compact(payload).encode()) if detached is None else b64url(detached)
    signature = key.sign(f"{head}.{body}".encode(), **more) if key else b""
    return f"{head}.{'' if detached is not None else body}.{b64url(signature)}"


def certificate(name, key, issuer=None, marks=(), authority=False, until=2040):
    """A certificate, signed by its issuer (name, key) or by itself; `marks` are extensions by their object identifiers."""
    called = lambda text: x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])
    issuer_name, issuer_key = issuer or (name, key)
    serial = int.from_bytes(hashlib.sha256(repr((name, issuer_name, marks, until)).encode()).digest()[:8], "big") >> 1
    builder = (
        x509.CertificateBuilder().subject_name(called(name)).issuer_name(called(issuer_name)).public_key(key.public)
        .serial_number(serial).not_valid_before(datetime.datetime(2020, 1, 1))
        .not_valid_after(datetime.datetime(until, 1, 1))
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
    )
    for oid in marks:
        builder = builder.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), b"\5\0"), critical=False)
    more = {} if isinstance(issuer_key.private, rsa.RSAPrivateKey) else {"ecdsa_deterministic": True}
    return builder.sign(issuer_key.private, hashes.SHA256(), **more)


def der(certificate):
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
