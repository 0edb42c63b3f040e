//! X.509: certificates as they are pasted, fetched, or brought along in tokens that their key has signed.
//!
//! An input: a byte for the way. Either DER or PEM follows; or the number of a certificate in a genuine chain, what is changed
//! in it, where (two bytes), and with which bytes.

use std::sync::LazyLock;

use base64ct::{Base64, Encoding as _};
use hookseal::{
    Scheme, Secret, Verifier, VerifyErrorKind,
    keys::{FetchedKey, KeyCache, KeyKind, KeyRef, Lookup},
    scheme::{SignatureAlgorithm, UrlPin},
    testing::{Signer, TestClock},
    verifier::Custom,
};

use super::{
    genuine::{self, NOW},
    input::Input,
    oracle, signing,
};

/// A private key of P-256 and three certificates with the marks of the App Store: made by `tests/support/genuine.rs`, and
/// valid from 1975 to 4096. Nothing but this file trusts them.
const CHAIN: &str = include_str!("../chain.pem");
const BODY: &str = r#"{"notificationUUID":"u-1","notificationType":"TEST","data":{"bundleId":"our-bundle_id","environment":"our-environment"}}"#;
const PIN: UrlPin = UrlPin::hosts(&["keys.example.com"]);
const PASTED: [SignatureAlgorithm; 3] =
    [SignatureAlgorithm::ECDSA_P256, SignatureAlgorithm::RSA_SHA256, SignatureAlgorithm::Ed25519];

struct Chain {
    scheme: Scheme,
    private: &'static str,
    certificates: Vec<Vec<u8>>,
    verifier: Verifier<Custom>,
}

static GENUINE: LazyLock<Chain> = LazyLock::new(|| {
    let scheme = genuine::scheme("apple-app-store-v2");
    let mut blocks = CHAIN.split_inclusive("-----END CERTIFICATE-----");
    let (private, first) =
        blocks.next().and_then(|text| text.split_at_checked(text.find("-----BEGIN CERT")?)).expect("a key");
    let texts: Vec<_> = [first].into_iter().chain(blocks).filter(|text| text.contains("BEGIN CERTIFICATE")).collect();
    let der = |text: &&str| {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("---"));
        Base64::decode_vec(&lines.collect::<String>()).expect("a certificate")
    };
    let verifier = genuine::builder(scheme).secret(texts[2]).build().expect("a root");
    Chain { scheme, private, certificates: texts.iter().map(der).collect(), verifier }
});

pub(crate) fn run(input: &[u8]) {
    let mut input = Input::new(input);
    if input.byte().is_multiple_of(2) { read(input.rest()) } else { follow(&mut input) }
}

/// Whatever is taken for a certificate, wherever one may be.
fn read(document: &[u8]) {
    let key = KeyRef::pinned(&PIN, "https://keys.example.com/", KeyKind::Certificate).expect("pinned");
    let cache = KeyCache::new().with_clock(TestClock::at_unix(NOW));
    let taken = cache.insert(&key, &FetchedKey::new(document.to_vec())).is_ok();
    assert_eq!(taken, matches!(cache.lookup(&key), Lookup::Known(_)), "what was taken is known");

    let text = String::from_utf8_lossy(document);
    for algorithm in PASTED {
        let scheme = Scheme::signed("acme", algorithm);
        if let Err(error) = Verifier::from_scheme(scheme).secret(Secret::new(&*text)).build() {
            let _ = error.to_string();
        }
    }
    let _ = genuine::builder(GENUINE.scheme).secret(Secret::new(&*text)).build();

    // In a token, where an issuer's key may be anything, too. What cannot be read is refused there before anything is checked.
    if !taken {
        return;
    }
    let mut brought = GENUINE.certificates.clone();
    brought[1] = document.to_vec();
    judge(&brought);
    brought.swap(0, 1);
    judge(&brought);
}

/// The genuine chain, changed in one place.
fn follow(input: &mut Input<'_>) {
    let mut brought = GENUINE.certificates.clone();
    let number = usize::from(input.byte()) % brought.len();
    let (what, at) = (input.byte(), input.number());
    let patch = input.rest();
    let certificate = &mut brought[number];
    let place = at % certificate.len();
    match what % 8 {
        0 => certificate[place] ^= 1 << (at % 8),
        1 => {
            let end = (place + patch.len()).min(certificate.len());
            certificate.splice(place..end, patch.iter().copied());
        }
        2 => drop(certificate.splice(place..place, patch.iter().copied())),
        3 => drop(certificate.drain(place..(place + 1 + patch.len()).min(certificate.len()))),
        4 => certificate.extend(patch),
        5 => brought.swap(number, at % 3),
        6 => {
            let copy = brought[at % 3].clone();
            brought.insert(number, copy);
        }
        _ => *certificate = patch.to_vec(),
    }
    judge(&brought);
}

/// A token of the genuine key with these certificates is accepted only if the first two say what the genuine ones say.
fn judge(brought: &[Vec<u8>]) {
    let armoured: Vec<_> = brought
        .iter()
        .map(|der| format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", Base64::encode_string(der)))
        .collect();
    let secret = [GENUINE.private, &armoured.concat()].concat();
    let signer: Signer = genuine::signer(GENUINE.scheme);
    let Some(request) = signing::attempt(|| signer.sign(secret, BODY).into_request()) else { return };
    match GENUINE.verifier.verify_request(request) {
        Ok(event) => {
            assert_eq!(event.id(), Some("u-1"));
            for (brought, genuine) in brought.iter().zip(&GENUINE.certificates).take(2) {
                // Beside what is signed there is the signature, and ECDSA has two of them for everything.
                assert_eq!(signed(brought), signed(genuine), "a certificate that nobody issued");
            }
        }
        Err(error) => {
            assert_ne!(error.kind(), VerifyErrorKind::CouldNotCheck, "{error}: it will not be better later");
            oracle::refused(&error, GENUINE.private);
        }
    }
}

/// What the issuer has signed: the first element of the outer sequence.
fn signed(certificate: &[u8]) -> Option<&[u8]> {
    let content = |der: &[u8]| -> Option<(usize, usize)> {
        let first = usize::from(*der.get(1)?);
        let more = first.saturating_sub(0x80);
        let length = der.get(2..2 + more)?.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
        Some((2 + more, if first < 0x80 { first } else { length }))
    };
    let (start, _) = content(certificate)?;
    let inside = certificate.get(start..)?;
    let (header, length) = content(inside)?;
    inside.get(..header + length)
}
