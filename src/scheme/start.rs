//! What a scheme starts as: a kind of proof, and the words that go with it until others are said.

use super::{
    Algorithm, Encoding, Envelope, Field, HttpSignature, HttpStandard, Jws, KeyFormat, List, Methods, Part, Payload,
    Proof, Scheme, Signature, SignatureAlgorithm, Source, Text,
};
use crate::time::Tolerance;

impl Scheme {
    /// A MAC of the raw body, in hex, in the header `x-signature`, until the other words say otherwise.
    ///
    /// `name` identifies the scheme in errors and goes into every idempotency key: lower case, and never changed.
    pub const fn mac(name: &str, algorithm: Algorithm) -> Self {
        Self::new(name, Proof::Mac(algorithm), Signature::header("x-signature"), &[Part::Body])
    }

    /// A plain hash over a message that has the secret in it ([`Part::Secret`]), in hex, in the header `x-signature`,
    /// until the other words say otherwise.
    pub const fn hash(name: &str, algorithm: Algorithm, message: &[Part]) -> Self {
        Self::new(name, Proof::Hash(algorithm), Signature::header("x-signature"), message)
    }

    /// A signature of the raw body, made with a private key, in base64 in the header `x-signature`, until the other words
    /// say otherwise. The secret of a verifier is the public key.
    ///
    /// ```
    /// use hookseal::scheme::{Field, KeysAt, Part, Scheme, Signature, SignatureAlgorithm, TimeFormat, Timestamp};
    ///
    /// const ACME: Scheme = Scheme::signed("acme", SignatureAlgorithm::RSA_SHA256)
    ///     .timestamp(Timestamp::header("acme-time", TimeFormat::Rfc3339))
    ///     .message(&[Part::Timestamp, Part::literal("."), Part::Body])
    ///     .key_id("acme-key")
    ///     .keys_at(KeysAt::set("https://acme.example/.well-known/jwks.json"));
    /// # assert!(ACME.covers_body() && ACME.covers_timestamp());
    /// ```
    ///
    /// In TOML, the same begins with `proof = { signed = { rsa = { padding = "pkcs1", hash = "sha256" } } }`; Ed25519 is
    /// `{ signed = "ed25519" }`, and ECDSA `{ signed = { ecdsa = { curve = "p256", hash = "sha256", form = "der" } } }`.
    pub const fn signed(name: &str, algorithm: SignatureAlgorithm) -> Self {
        let signature = Signature::header("x-signature").encoding(Encoding::Base64);
        Self::new(name, Proof::Signed(algorithm), signature, &[Part::Body])
    }

    /// A token after `Bearer ` in the header `authorization`, until the other words say otherwise. Claims that tie it to
    /// the body, the URL or the receiver are said with [`check`](Self::check).
    pub const fn jws(name: &str, jws: Jws) -> Self {
        let message: &[Part] = match jws.payload {
            Payload::Message => &[Part::Body],
            Payload::Claims => &[],
        };
        let signature = Signature::header("authorization").prefix("Bearer ").encoding(Encoding::Text);
        Self::new(name, Proof::Jws(jws), signature, message)
    }

    /// A signature of the whole request (RFC 9421, or the draft before it).
    pub const fn http_signature(name: &str, words: HttpSignature) -> Self {
        let headers = match &words.standard {
            HttpStandard::Rfc9421 { .. } => List::new(&[Text::new("signature")]),
            HttpStandard::Cavage { header, or, .. } if or.is_empty() => List::new(&[*header]),
            HttpStandard::Cavage { header, or, .. } => List::new(&[*header, *or]),
        };
        let at = Signature::at(Source::Header(headers)).encoding(Encoding::Text);
        Self::new(name, Proof::HttpSignature(words), at, &[])
    }

    /// The secret itself, sent in `header` and compared in constant time. See [`Proof::Token`] for what it is worth.
    pub const fn token(name: &str, header: &str) -> Self {
        Self::new(name, Proof::Token, Signature::header(header).encoding(Encoding::Text), &[])
    }

    /// The secret itself, sent elsewhere than in a header: in the body, in the query.
    pub const fn token_in(name: &str, field: Field) -> Self {
        Self::new(name, Proof::Token, Signature::field(field).encoding(Encoding::Text), &[])
    }

    /// User name and password (RFC 7617) in the header `authorization`: the secret is `user:password`.
    pub const fn basic(name: &str) -> Self {
        Self::token(name, "authorization")
            .signature(Signature::header("authorization").prefix("Basic ").encoding(Encoding::Base64))
    }

    const fn new(name: &str, proof: Proof, signature: Signature, message: &[Part]) -> Self {
        Self {
            name: Text::new(name),
            provider: Text::new(name),
            proof,
            key: KeyFormat::Utf8,
            or_ed25519: None,
            signature,
            timestamp: None,
            tolerance: Tolerance::DEFAULT,
            message: List::new(message),
            or_message: None,
            over_digest: None,
            id: List::new(&[]),
            kind: List::new(&[]),
            items: None,
            envelope: Envelope::None,
            handshake: None,
            answers_head: false,
            pins: List::new(&[]),
            checks: List::new(&[]),
            methods: Methods::Post,
            either_port: false,
            sorted: false,
            encrypted: None,
            key_id: None,
            keys_at: None,
            answer: Text::EMPTY,
            answer_status: None,
            body_limit: Self::DEFAULT_BODY_LIMIT,
        }
    }
}
