"""Key pairs for vectors. They are fixed and public: nothing may ever be secured with them."""

import base64
import datetime
import hashlib
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import NameOID

HERE = pathlib.Path(__file__).parent
HASHES = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha512": hashes.SHA512()}


def seed(name):
    return hashlib.sha256(b"hookseal vectors " + name.encode()).digest()


class Ed25519:
    def __init__(self, name, secret=None):
        self.private = ed25519.Ed25519PrivateKey.from_private_bytes(secret or seed(name))
        self.public = self.private.public_key()

    def sign(self, message):
        return self.private.sign(message)


    def raw(self):
        return self.public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    def jwk(self, kid):
        return {"kty": "OKP", "crv": "Ed25519", "kid": kid, "alg": "EdDSA", "use": "sig", "x": b64url(self.raw())}


class Ecdsa:
    def __init__(self, name, curve=None, hash="sha256"):
        number = int.from_bytes(seed(name)[:31], "big") + 1
        self.private = ec.derive_private_key(number, curve or ec.SECP256R1())
        self.public, self.hash = self.private.public_key(), HASHES[hash]

    def sign(self, message):
        return self.private.sign(message, ec.ECDSA(self.hash, deterministic_signing=True))


class Rsa:
    def __init__(self, name, hash="sha256"):
        file = "rsa.pem" if name == "own" else "rsa_other.pem"
        self.private = serialization.load_pem_private_key((HERE / file).read_bytes(), None)
        self.public, self.hash = self.private.public_key(), HASHES[hash]

    def sign(self, message):
        return self.private.sign(message, padding.PKCS1v15(), self.hash)


    def jwk(self, kid):
        numbers = self.public.public_numbers()
        number = lambda n: b64url(n.to_bytes((n.bit_length() + 7) // 8, "big"))
        return {"kty": "RSA", "kid": kid, "alg": "RS256", "use": "sig", "n": number(numbers.n), "e": number(numbers.e)}


def b64(data):
    return base64.b64encode(data).decode()


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def pem(key):
    return key.public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def spki(key):
    return b64(key.public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))


def certificate(key, name, before=2020, after=2035):
    """A certificate for a DNS name, issued by itself; RSA signs the same bytes each time."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(subject, subject, key.public, 7)
    builder = builder.not_valid_before(datetime.datetime(before, 1, 1)).not_valid_after(datetime.datetime(after, 1, 1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    made = builder.sign(key.private, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode()
