//! Every way to paste a public key, and what is none.
#![cfg(all(feature = "ed25519", feature = "ecdsa", feature = "rsa", feature = "jwt", feature = "x509"))]

use base64ct::{Base64, Base64Unpadded, Base64Url, Base64UrlUnpadded, Encoding as _};
use hookseal::scheme::SignatureAlgorithm;
use serde_json::{Value, json};

#[path = "../support/signed.rs"]
mod signed;

use signed::{VECTORS, accepts, build, certificate, der, key, key_member, lines, lines_without, signature_of};

#[test]
fn a_key_may_be_pasted_in_every_form_that_people_have_it_in() {
    let names = ["ed25519", "p256", "p384", "p521", "secp256k1", "rsa-2048", "rsa-2048-e3", "rsa-8192"];
    let mut forms: Vec<(&str, &str, Vec<u8>)> = Vec::new();
    for name in names {
        let (pem, der) = (key(name, "pem"), der(name));
        let jwk = key(name, "jwk");
        let of = |form, text: String| (name, form, text.into_bytes());
        forms.extend([
            of("PEM", pem.clone()),
            of("PEM without the last line break", pem.trim_end().to_owned()),
            of("PEM with the line breaks of Windows", pem.replace('\n', "\r\n")),
            of("PEM in one line", pem.replace('\n', "")),
            of("PEM with spaces for line breaks", pem.replace('\n', " ")),
            of("PEM with line breaks as settings spell them", pem.replace('\n', "\\n")),
            of("PEM after a comment", format!("the key of\nAcme\n{pem}")),
            of("base64 of the DER", Base64::encode_string(&der)),
            of("base64 of the DER, not padded", Base64Unpadded::encode_string(&der)),
            of("base64 of the DER, URL-safe", Base64Url::encode_string(&der)),
            of("base64 of the DER, URL-safe, not padded", Base64UrlUnpadded::encode_string(&der)),
            of("base64 of the DER in lines", lines(&pem).join("\n")),
            of("base64 of the DER with white space around it", format!(" \n{}\n", Base64::encode_string(&der))),
            of("hex of the DER", base16ct::lower::encode_string(&der)),
            (name, "DER", der),
            of("JWK", jwk.clone()),
            of("JWK with a name and a use", with(&jwk, &json!({ "kid": "1", "use": "sig", "key_ops": ["verify"] }))),
            of("JWK with members that do not matter", with(&jwk, &json!({ "x5t": "a", "ext": true, "iat": 1 }))),
            of("JWK Set", format!(r#"{{"keys":[{jwk}]}}"#)),
            of("JWK Set with others", set_with_others(&jwk)),
        ]);
    }
    forms.extend([
        ("ed25519", "hex", key("ed25519", "hex").into_bytes()),
        ("ed25519", "hex in upper case", key("ed25519", "hex").to_uppercase().into_bytes()),
        ("ed25519", "base64", key("ed25519", "base64").into_bytes()),
        ("ed25519", "base64, not padded", key("ed25519", "base64").replace('=', "").into_bytes()),
        ("ed25519", "whpk_", format!("whpk_{}", key("ed25519", "base64")).into_bytes()),
        ("ed25519", "32 bytes", Base64::decode_vec(&key("ed25519", "base64")).expect("base64")),
        ("p521", "JWK without the zeros in front", key("p521", "short").into_bytes()),
        ("rsa-2048", "PEM of PKCS #1", key("rsa-2048", "pkcs1").into_bytes()),
        ("rsa-2048", "base64 of PKCS #1", lines(&key("rsa-2048", "pkcs1")).concat().into_bytes()),
        ("p256", "a point that is compressed", key("p256", "compressed").into_bytes()),
        ("secp256k1", "a point that is compressed", key("secp256k1", "compressed").into_bytes()),
    ]);
    for (name, form, text) in forms {
        let (algorithm, signature, message) = signature_of(name);
        let verifier = build(algorithm, text).unwrap_or_else(|error| panic!("{name}, {form}: {error}"));
        assert!(accepts(&verifier, signature, message), "{name}, {form}");
        assert!(!accepts(&verifier, signature, "{}"), "{name}, {form}: another message");
    }
}

fn with(jwk: &str, members: &Value) -> String {
    let mut jwk: Value = serde_json::from_str(jwk).expect("JSON");
    let members = members.as_object().expect("an object").clone();
    jwk.as_object_mut().expect("an object").extend(members);
    jwk.to_string()
}

/// A set as identity providers publish it, with keys of other kinds and for other uses beside the one that is needed.
fn set_with_others(jwk: &str) -> String {
    let others = [
        json!({ "kty": "PQC", "alg": "ML-DSA-44", "pub": "AAAA" }),
        json!({ "kty": "OKP", "crv": "X25519", "x": "AAAA" }),
        json!({ "kty": "OKP", "crv": "Ed448", "x": "AAAA" }),
        json!({ "kty": "EC", "crv": "P-192", "x": "AAAA", "y": "AAAA" }),
        json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" }),
    ];
    let encrypts = with(&key("rsa-3072", "jwk"), &json!({ "use": "enc" }));
    let wraps = with(&key("rsa-3072", "jwk"), &json!({ "key_ops": ["wrapKey"] }));
    let all = others.iter().map(Value::to_string).chain([encrypts, wraps, jwk.to_owned()]).collect::<Vec<_>>();
    format!(r#"{{"issuer":"acme","keys":[{}]}}"#, all.join(","))
}

/// What a table says of a text: the scheme's algorithm, the text, and a part of the error.
type Case = (&'static str, SignatureAlgorithm, String, &'static str);

const RSA: SignatureAlgorithm = SignatureAlgorithm::RSA_SHA256;
const P256: SignatureAlgorithm = SignatureAlgorithm::ECDSA_P256;
const ED25519: SignatureAlgorithm = SignatureAlgorithm::Ed25519;

const PRIVATE: &str = "is a private key";
const CUT: &str = "was it cut off";
const MALFORMED: &str = "is no JWK and no JWK Set";

/// Each text is refused for its reason, of which no piece is taken from the text.
fn refuses(cases: impl IntoIterator<Item = Case>) {
    for (case, algorithm, text, why) in cases {
        let error = build(algorithm, &*text).expect_err(case).to_string();
        assert!(error.contains(why), "{case}: {error}");
        let pieces = text.as_bytes().windows(12).filter_map(|piece| std::str::from_utf8(piece).ok());
        let telling = |piece: &&str| !piece.contains([' ', '-', '`']) && error.contains(*piece);
        assert_eq!(pieces.take(5000).find(telling), None, "{case}: {error}");
    }
}

fn refused(name: &str) -> String {
    VECTORS["refused"][name].as_str().expect(name).to_owned()
}

#[test]
fn no_private_key_is_taken() {
    let flat = |name: &str| lines(&refused(name)).concat();
    for (name, pem) in VECTORS["refused"].as_object().expect("an object") {
        if let (true, Some(pem)) = (name.starts_with("private"), pem.as_str()) {
            refuses([("PEM", RSA, pem.to_owned(), PRIVATE)]);
        }
    }
    refuses([
        ("a private key, encrypted, without PEM", RSA, flat("private rsa, encrypted"), CUT),
        ("an elliptic key without PEM", P256, flat("private ec"), PRIVATE),
        ("an elliptic key of the older form", P256, flat("private ec, older form"), PRIVATE),
        ("an RSA key without PEM", RSA, flat("private rsa"), PRIVATE),
        ("an RSA key of the older form", RSA, flat("private rsa, older form"), PRIVATE),
        ("an Ed25519 key without PEM", ED25519, flat("private ed25519"), PRIVATE),
        ("whsk_", ED25519, "whsk_AAAA".to_owned(), "is the sender's private key"),
        ("64 bytes in hex", ED25519, "a1".repeat(64), "its private key may have 64"),
    ]);
}

#[test]
fn what_is_no_usable_key_is_refused_and_named() {
    let pem = |name: &str| key(name, "pem");
    let (ed, ec, rs) = (pem("ed25519"), pem("p256"), pem("rsa-2048"));
    refuses([
        ("nothing", RSA, String::new(), "is empty"),
        ("white space", RSA, " \n".to_owned(), "is blank"),
        ("1024 bits", RSA, refused("1024 bits"), "fewer than 2048 bits"),
        ("1024 bits without PEM", RSA, lines(&refused("1024 bits")).concat(), "fewer than 2048 bits"),
        ("2040 bits", RSA, refused("2040 bits"), "fewer than 2048 bits"),
        ("whsec_", ED25519, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned(), "is a symmetric secret"),
        ("a password", ED25519, "correct horse battery staple!".to_owned(), "in a form that is known"),
        ("OpenSSH", ED25519, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@example.com".to_owned(), "ssh-keygen"),
        ("a certificate request", ED25519, refused("request"), "is PEM of another kind"),
        ("a curve that is not known", P256, refused("p224"), "an elliptic curve that is not known"),
        ("Ed448", ED25519, refused("ed448"), "of a kind that is not known"),
        ("X25519", ED25519, refused("x25519"), "of a kind that is not known"),
        ("RSA for ECDSA", P256, rs.clone(), "of another kind"),
        ("Ed25519 for RSA", RSA, ed.clone(), "of another kind"),
        ("P-384 for P-256", P256, pem("p384"), "of another kind"),
        ("secp256k1 for P-256", P256, pem("secp256k1"), "of another kind"),
        ("31 bytes", ED25519, "a1".repeat(31), CUT),
        ("33 bytes", ED25519, "a1".repeat(33), CUT),
        ("a weak key", ED25519, "00".repeat(32), "weak"),
        ("no point", ED25519, "02".repeat(32), "is no Ed25519 public key"),
        ("whpk_ cut off", ED25519, format!("whpk_{}", &key("ed25519", "base64")[..40]), "is not the base64"),
        ("PEM without its end", RSA, rs[..300].to_owned(), CUT),
        ("PEM with another end", RSA, rs.replace("END PUBLIC", "END RSA PUBLIC"), CUT),
        ("PEM with a line less", RSA, lines_without(&rs, 3), CUT),
        ("PEM with a character less", RSA, rs.replacen('Q', "", 1), CUT),
        ("PEM with a character that is none of base64", RSA, rs.replacen('Q', "%", 1), CUT),
        ("PEM with nothing in it", RSA, "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----".to_owned(), CUT),
        ("only a line of PEM", RSA, "-----BEGIN PUBLIC KEY-----".to_owned(), CUT),
        ("base64 cut off", RSA, lines(&rs)[..4].concat(), CUT),
        ("base64 cut off within a group", RSA, lines(&rs).concat()[..101].to_owned(), "in a form that is known"),
        ("base64 and more", P256, format!("{}AAAA", lines(&ec).concat()), "in a form that is known"),
        ("a byte after the DER", ED25519, Base64::encode_string(&[der("ed25519"), vec![0]].concat()), CUT),
        ("a number twice", ED25519, key("ed25519", "jwk").replacen('{', r#"{"x":"AAAA","#, 1), MALFORMED),
        ("65 keys in PEM", P256, ec.repeat(65), "more than 64 keys"),
        ("1 MB", RSA, "A".repeat(1_000_000), "longer than 64 KiB"),
        ("1 MB of PEM", P256, ec.repeat(6_000), "longer than 64 KiB"),
        ("a certificate with a key of 1024 bits", RSA, certificate("short"), "fewer than 2048 bits"),
        ("a certificate with something critical", P256, certificate("critical"), "a critical extension"),
        ("a certificate cut off", RSA, lines_without(&certificate("leaf"), 5), "was it cut off"),
    ]);
}

#[test]
fn jwks_are_read_strictly() {
    let jwk = |name: &str, members: Value| with(&key(name, "jwk"), &members);
    let set = |count: usize| format!(r#"{{"keys":[{}]}}"#, vec![key("p256", "jwk"); count].join(","));
    refuses([
        ("a JWK of 16 bits", RSA, r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#.to_owned(), "fewer than 2048 bits"),
        ("more than 8192 bits", RSA, jwk("rsa-2048", json!({ "n": "_".repeat(1400) })), "more than 8192 bits"),
        ("an exponent of 1", RSA, jwk("rsa-2048", json!({ "e": "AQ" })), "is no RSA key"),
        ("an even exponent", RSA, jwk("rsa-2048", json!({ "e": "AQAA" })), "is no RSA key"),
        ("a large exponent", RSA, jwk("rsa-2048", json!({ "e": "AQAAAAAAAAE" })), "is no RSA key"),
        ("an even modulus", RSA, jwk("rsa-2048", json!({ "n": "g".repeat(344) })), "is no RSA key"),
        ("a point off the curve", P256, jwk("p256", json!({ "y": "AQ" })), "is no point on the curve"),
        ("a coordinate that is too long", P256, jwk("p256", json!({ "x": key_member("p384", "x") })), MALFORMED),
        ("a JWK without a coordinate", P256, jwk("p256", json!({ "y": null })), MALFORMED),
        ("a JWK with padding", P256, jwk("p256", json!({ "x": format!("{}=", key_member("p256", "x")) })), MALFORMED),
        ("a JWK in the other alphabet", P256, jwk("p256", json!({ "x": "+".repeat(43) })), MALFORMED),
        ("a JWK with an empty number", RSA, jwk("rsa-2048", json!({ "n": "" })), MALFORMED),
        ("a private JWK", P256, jwk("p256", json!({ "d": "AAAA" })), PRIVATE),
        ("a private JWK of RSA", RSA, jwk("rsa-2048", json!({ "d": "AAAA" })), PRIVATE),
        ("a private JWK in a set", P256, format!(r#"{{"keys":[{}]}}"#, jwk("p256", json!({ "d": "A" }))), PRIVATE),
        ("a symmetric JWK", P256, r#"{"kty":"oct","k":"AAAA"}"#.to_owned(), "is a symmetric key"),
        ("a JWK for encryption", RSA, jwk("rsa-2048", json!({ "use": "enc" })), "is not for signatures"),
        ("a JWK for wrapping", RSA, jwk("rsa-2048", json!({ "key_ops": ["wrapKey"] })), "is not for signatures"),
        ("a JWK of an unknown kind", RSA, r#"{"kty":"PQC"}"#.to_owned(), "of a kind that is not known"),
        (
            "a member that does not matter twice",
            ED25519,
            jwk("ed25519", json!({ "a": 1 })).replacen('{', r#"{"a":1,"#, 1),
            MALFORMED,
        ),
        ("a member twice", ED25519, key("ed25519", "jwk").replacen('{', r#"{"kty":"OKP","#, 1), MALFORMED),
        ("keys twice", ED25519, set(1).replacen('{', r#"{"keys":[],"#, 1), MALFORMED),
        ("key and set in one", P256, set(1).replacen('{', r#"{"kty":"EC","#, 1), MALFORMED),
        ("other JSON", RSA, "{}".to_owned(), MALFORMED),
        ("half of JSON", RSA, set(1)[..90].to_owned(), MALFORMED),
        ("an empty set", RSA, r#"{"keys":[]}"#.to_owned(), "without keys"),
        ("a set of others", RSA, r#"{"keys":[{"kty":"PQC"}]}"#.to_owned(), "of a kind that is not known"),
        ("65 keys", P256, set(65), "more than 64 keys"),
    ]);
}

#[test]
fn sixty_four_keys_are_tried() {
    let (algorithm, signature, message) = signature_of("p256");
    let pem = format!("{}{}", key("p384", "pem").repeat(63), key("p256", "pem"));
    let set = format!(r#"{{"keys":[{}{}]}}"#, format!("{},", key("p384", "jwk")).repeat(63), key("p256", "jwk"));
    for text in [pem, set] {
        let verifier = build(algorithm, &*text).expect("64 keys");
        assert!(accepts(&verifier, signature, message), "{}", &text[..20]);
    }
}

#[test]
fn a_text_of_64_kib_is_read() {
    let pem = key("p256", "pem");
    let of_length = |length: usize| format!("{pem}{}", "x".repeat(length - pem.len()));
    assert!(build(P256, of_length(64 * 1024)).is_ok());
    let error = build(P256, of_length(64 * 1024 + 1)).expect_err("a byte more");
    assert!(error.to_string().contains("longer than 64 KiB"), "{error}");
}

#[test]
fn only_the_key_of_a_certificate_counts_not_those_of_its_issuers() {
    let chain = format!("{}{}{}", certificate("leaf"), certificate("intermediate"), certificate("root"));
    assert!(build(RSA, &*chain).is_ok(), "the key of the leaf is RSA");
    let error = build(P256, &*chain).expect_err("the key of the intermediate is on P-256");
    assert!(error.to_string().contains("of another kind"), "{error}");
}
