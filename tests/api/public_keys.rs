//! Ed25519: only the holder of the private key signs, and a public key is never the key of a MAC.
#![cfg(all(feature = "testing", feature = "ed25519"))]

use hookseal::{
    Scheme, Verifier,
    VerifyErrorKind::{self, Malformed, Mismatch, NoSupportedSignature},
    testing::TestClock,
    verifier::Custom,
};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{SECRET, headers, scheme};

// The example of the Standard Webhooks specification, which is also a test of Svix's server.
const PUBLIC_KEY: &str = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const SIGNATURE: &str = "hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIME: &str = "1614265330";
const BODY: &str = r#"{"test": 2432232314}"#;

/// The order of Ed25519's group, little-endian.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

fn with_secrets(secrets: &[&str]) -> Verifier<Custom> {
    let scheme: Scheme = scheme("standard-webhooks");
    let clock = TestClock::at_unix(TIME.parse().expect("a number"));
    let builder = secrets.iter().fold(Verifier::from_scheme(scheme).clock(clock), |all, secret| all.secret(*secret));
    builder.build().expect("keys")
}

fn judge(verifier: &Verifier<Custom>, signatures: &str, body: &str) -> Option<VerifyErrorKind> {
    let headers = headers([
        ("webhook-id", ID.as_bytes()),
        ("webhook-timestamp", TIME.as_bytes()),
        ("webhook-signature", signatures.as_bytes()),
    ]);
    verifier.verify(&headers, body.to_owned()).err().map(|error| error.kind())
}

/// The MAC that somebody makes who takes `key` for a symmetric one.
fn v1(key: &[u8]) -> String {
    format!("v1,{}", mac::base64(mac::sha256(key, format!("{ID}.{TIME}.{BODY}"))))
}

#[test]
fn each_kind_of_key_verifies_its_own_signatures() {
    let v1a = format!("v1a,{SIGNATURE}");
    let right = v1(&mac::whsec(SECRET));
    let both = format!("{right} {v1a}");
    let wrong_v1 = v1(b"another");
    let public_as_bytes = v1(&mac::whsec(PUBLIC_KEY.trim_start_matches("whpk_")));
    let public_as_text = v1(PUBLIC_KEY.as_bytes());
    let cases: [(&str, &[&str], &str, Option<VerifyErrorKind>); 14] = [
        ("v1a by a public key", &[PUBLIC_KEY], &v1a, None),
        ("both by a public key", &[PUBLIC_KEY], &both, None),
        ("v1 by a symmetric key", &[SECRET], &right, None),
        ("both by a symmetric key", &[SECRET], &both, None),
        ("v1a by both keys", &[SECRET, PUBLIC_KEY], &v1a, None),
        ("v1 by both keys", &[PUBLIC_KEY, SECRET], &right, None),
        ("v1a by a symmetric key", &[SECRET], &v1a, Some(NoSupportedSignature)),
        ("v1 by a public key", &[PUBLIC_KEY], &right, Some(NoSupportedSignature)),
        ("a wrong v1 beside v1a", &[SECRET, PUBLIC_KEY], &format!("{wrong_v1} {v1a}"), None),
        ("the public key's bytes as a symmetric key", &[PUBLIC_KEY], &public_as_bytes, Some(NoSupportedSignature)),
        ("the public key's text as a symmetric key", &[PUBLIC_KEY], &public_as_text, Some(NoSupportedSignature)),
        ("the same, beside another key", &[PUBLIC_KEY, SECRET], &public_as_bytes, Some(Mismatch)),
        ("the MAC where the signature belongs", &[PUBLIC_KEY], &right.replace("v1,", "v1a,"), Some(Mismatch)),
        ("the signature where the MAC belongs", &[SECRET], &format!("v1,{SIGNATURE}"), Some(Mismatch)),
    ];
    for (case, secrets, signatures, expected) in cases {
        assert_eq!(judge(&with_secrets(secrets), signatures, BODY), expected, "{case}");
    }
}

#[test]
fn no_other_text_is_the_signature() {
    let verifier = with_secrets(&[PUBLIC_KEY]);
    let bytes = mac::whsec(SIGNATURE);
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            let found = judge(&verifier, &format!("v1a,{}", mac::base64(flipped)), BODY);
            assert_eq!(found, Some(Mismatch), "byte {at}, bit {bit}");
        }
    }
    for len in 0..SIGNATURE.len() {
        let expected = if len == 0 { NoSupportedSignature } else { Mismatch };
        assert_eq!(judge(&verifier, &format!("v1a,{}", &SIGNATURE[..len]), BODY), Some(expected), "{len} characters");
    }
    // The scalar and the scalar plus the group's order are the same number to a lax verifier.
    let mut malleable = bytes.clone();
    let mut carry = 0;
    for (byte, order) in malleable[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
    let others = [
        ("another scalar", mac::base64(&malleable)),
        ("zeros", mac::base64([0; 64])),
        ("a byte more", mac::base64([&bytes[..], b"\0"].concat())),
        ("twice as long", mac::base64([&bytes[..], &bytes[..]].concat())),
        ("hex", mac::hex(&bytes)),
        ("not padded", SIGNATURE.trim_end_matches('=').to_owned()),
        ("URL-safe", SIGNATURE.replace('/', "_").replace('+', "-")),
        ("stray bits", SIGNATURE.replace("Ag==", "Ah==")),
        ("not base64", "not base64".replace(' ', "!")),
    ];
    for (case, signature) in others {
        assert_eq!(judge(&verifier, &format!("v1a,{signature}"), BODY), Some(Mismatch), "{case}");
    }
    assert_eq!(judge(&verifier, &format!("V1A,{SIGNATURE}"), BODY), Some(NoSupportedSignature), "in upper case");
    assert_eq!(
        judge(&verifier, &format!("v1a,{SIGNATURE}"), r#"{"test": 2432232315}"#),
        Some(Mismatch),
        "another body"
    );
}

#[test]
fn sixteen_public_key_signatures_are_looked_at() {
    let verifier = with_secrets(&[PUBLIC_KEY]);
    let wrong = format!("v1a,{} ", mac::base64([7; 64]));
    for (place, expected) in [(1, None), (16, None), (17, Some(Mismatch))] {
        let signatures = format!("{}v1a,{SIGNATURE}", wrong.repeat(place - 1));
        assert_eq!(judge(&verifier, &signatures, BODY), expected, "number {place}");
    }
    assert_eq!(judge(&verifier, &wrong.repeat(10_000), BODY), Some(Malformed));
}

#[test]
fn what_is_no_public_key_is_refused_when_the_program_starts() {
    let wrong = "is not the base64 of an Ed25519 public key";
    let cases = [
        ("nothing", "whpk_".to_owned()),
        ("a byte less", format!("whpk_{}", mac::base64([1; 31]))),
        ("a byte more", format!("whpk_{}", mac::base64([1; 33]))),
        ("not padded", PUBLIC_KEY.trim_end_matches('=').to_owned()),
        ("hex", format!("whpk_{}", mac::hex([1; 32]))),
        ("not on the curve", format!("whpk_{}", mac::base64([2; 32]))),
        ("a point of small order", format!("whpk_{}", mac::base64([0; 32]))),
        ("the neutral element", format!("whpk_{}", mac::base64([&[1][..], &[0; 31]].concat()))),
        ("a prefix twice", PUBLIC_KEY.replace("whpk_", "whpk_whpk_")),
    ];
    for (case, key) in cases {
        let error = Verifier::from_scheme(scheme("standard-webhooks")).secret(key).build().expect_err(case);
        assert!(error.to_string().contains(wrong), "{case}: {error}");
    }
}
