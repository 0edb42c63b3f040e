//! Challenges whose MAC is wanted by whoever asks: nothing that could be a message is signed, and all else exactly.
#![cfg(feature = "testing")]

use hookseal::{
    Secret, Verifier, VerifyError,
    VerifyErrorKind::{CouldNotCheck, Handshake, HandshakeRefused},
    verifier::{Builder, Custom},
};
use http::{HeaderMap, Method, header};
use serde_json::json;

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{BODY, NOW, SECRET, builder, scheme, unix};

const KEY_ID: &str = "integration_public_key";

/// A provider that asks by GET and wants a MAC back.
struct Asker {
    provider: &'static str,
    parameter: &'static str,
    /// A challenge as the provider sends it.
    usual: &'static str,
    /// What comes back for a challenge, by the provider's documentation.
    wanted: fn(&str) -> Answer,
}

/// A content type and a text.
type Answer = (&'static str, String);

const ASKERS: &[Asker] = &[
    Asker {
        provider: "x",
        parameter: "crc_token",
        usual: "YTg4ZjRlZTYtMTk4ZS00MzRl",
        wanted: |challenge| {
            let token = format!("sha256={}", mac::base64(mac::sha256(SECRET, challenge)));
            ("application/json", json!({ "response_token": token }).to_string())
        },
    },
    Asker {
        provider: "linkedin",
        parameter: "challengeCode",
        usual: "890e4665-4dfe-4ab1-b689-ed553bceeed0",
        wanted: |challenge| {
            let response = mac::hex(mac::sha256(SECRET, challenge));
            ("application/json", json!({ "challengeCode": challenge, "challengeResponse": response }).to_string())
        },
    },
    #[cfg(feature = "sha1")]
    Asker {
        provider: "braintree",
        parameter: "bt_challenge",
        usual: "20f9f8ed05f77439fe955c977e4c8a53",
        wanted: |challenge| {
            use sha1::Digest as _;

            let tag = mac::sha1(sha1::Sha1::digest(SECRET), challenge);
            ("text/plain", format!("{KEY_ID}|{}", mac::hex(tag)))
        },
    },
];

fn answer_of(error: &VerifyError) -> Answer {
    let answer = error.response();
    let kinds = ["application/json", "text/plain"];
    let kind = kinds.into_iter().find(|kind| answer.headers()[header::CONTENT_TYPE] == *kind);
    (kind.expect("one of these"), String::from_utf8(answer.body().to_vec()).expect("UTF-8"))
}

/// What comes of a query.
fn ask(verifier: &Verifier<Custom>, query: &str) -> VerifyError {
    let url = format!("https://example.com/hook{query}");
    verifier.verify_request(genuine::get(&url, &HeaderMap::new())).expect_err("never an event")
}

impl Asker {
    fn builder(&self) -> Builder<Custom> {
        builder(scheme(self.provider))
    }

    fn verifier(&self) -> Verifier<Custom> {
        self.builder().secret(Secret::new(SECRET).id(KEY_ID)).build().expect("a secret")
    }

    /// What is told for a query; nothing if it is refused.
    fn told(&self, query: &str) -> Option<Answer> {
        let error = ask(&self.verifier(), query);
        let (case, answer) = (format!("{}: {query}", self.provider), error.response());
        if error.kind() == HandshakeRefused {
            assert_eq!(answer.status(), 403, "{case}");
            assert!(answer.body().is_empty() && answer.headers().is_empty(), "{case}: {answer:?}");
            return None;
        }
        assert_eq!((error.kind(), answer.status().as_u16()), (Handshake, 200), "{case}");
        assert_eq!(answer.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{case}");
        Some(answer_of(&error))
    }

    fn told_of(&self, challenge: &str) -> Option<Answer> {
        self.told(&format!("?{}={challenge}", self.parameter))
    }
}

#[test]
fn a_challenge_is_answered_with_its_mac() {
    for asker in ASKERS {
        let Asker { provider, parameter, usual, wanted } = asker;
        let right = Some(wanted(usual));
        assert_eq!(asker.told_of(usual), right, "{provider}");
        // What else is in the query is no part of it: X sends a nonce, LinkedIn the application's id.
        for query in [
            format!("?{parameter}={usual}&nonce=OWU0NmE3ZTQt&applicationId=86vhj2q7ukf83q"),
            format!("?nonce={{%22a%22:1}}&{parameter}={usual}"),
            format!("?{parameter}_={{}}&&=&{parameter}={usual}&a"),
        ] {
            assert_eq!(asker.told(&query), right, "{provider}: {query}");
        }
        assert_ne!(asker.told_of(&usual.replace('4', "5")), right, "{provider}: another challenge");
    }
}

#[test]
fn what_could_be_a_message_is_not_signed() {
    let long = "a".repeat(129);
    let longest = "a".repeat(1025);
    let cases = [
        ("empty", ""),
        ("an object", "%7B%22a%22%3A1%7D"),
        ("an object, not escaped", "{%22a%22:1}"),
        ("an array", "%5B%5D"),
        ("a text", "%22abc%22"),
        ("quoted otherwise", "%27abc%27"),
        ("a space", "abc+def"),
        ("a space, escaped", "abc%20def"),
        ("a tag", "%3Cabc%3E"),
        ("a form of two fields", "a=b%26c=d"),
        ("an escape", "a%2541"),
        ("what LinkedIn writes before a body", "hmacsha256%3D%7B%22a%22%3A1%7D"),
        ("what Slack writes before a body", "v0%3A1800000000%3A"),
        ("a line", "abc%0A"),
        ("two lines", "abc%0D%0Adef"),
        ("a zero byte", "abc%00"),
        ("not ASCII", "Zo%C3%AB"),
        ("not UTF-8", "abc%FF"),
        ("129 characters", &long),
        ("1025 characters", &longest),
    ];
    for asker in ASKERS {
        let Asker { provider, parameter, usual, .. } = asker;
        for (case, challenge) in cases {
            assert_eq!(asker.told_of(challenge), None, "{provider}: {case}");
        }
        for (case, query) in [
            ("no query", String::new()),
            ("an empty query", "?".into()),
            ("no value", format!("?{parameter}")),
            ("another parameter", format!("?{parameter}s={usual}")),
            ("upper case", format!("?{}={usual}", parameter.to_ascii_uppercase())),
            ("repeated", format!("?{parameter}={usual}&{parameter}={usual}")),
            (
                "repeated, once escaped",
                format!("?{parameter}={usual}&%{:x}{}=", parameter.as_bytes()[0], &parameter[1..]),
            ),
        ] {
            assert_eq!(asker.told(&query), None, "{provider}: {case}");
        }
    }
}

#[test]
fn the_longest_and_the_plainest_challenges_are_signed() {
    let longest = "a".repeat(128);
    for (sent, challenge) in [(longest.as_str(), longest.as_str()), ("0", "0"), ("aZ09-_.~%2B/=", "aZ09-_.~+/=")] {
        for asker in ASKERS.iter().filter(|asker| asker.provider != "braintree") {
            assert_eq!(asker.told_of(sent), Some((asker.wanted)(challenge)), "{}: {sent}", asker.provider);
        }
    }
}

/// Its notifications are base64, so a challenge that is base64 would be one that anybody could have signed.
#[cfg(feature = "sha1")]
#[test]
fn no_notification_of_braintree_is_signed_as_a_challenge() {
    let braintree = ASKERS.iter().find(|asker| asker.provider == "braintree").expect("the asker");
    let xml = mac::base64("<notification><kind>check</kind></notification>");
    let digits = "20f9f8ed05f77439fe955c977e4c8a53";
    let cases = [
        ("a notification", xml.replace('=', "%3D"), false),
        ("20 digits", digits[..20].into(), true),
        ("32 digits", digits.into(), true),
        ("19 digits", digits[..19].into(), false),
        ("33 digits", format!("{digits}0"), false),
        ("upper case", digits.to_uppercase(), false),
        ("one that is none", digits.replace('f', "g"), false),
        ("a line break", format!("{digits}%0A"), false),
    ];
    for (case, challenge, is_signed) in cases {
        let expected = is_signed.then(|| (braintree.wanted)(&challenge));
        assert_eq!(braintree.told_of(&challenge), expected, "{case}");
    }
    let unnamed = braintree.builder().secret(SECRET).build().expect("a secret");
    let error = ask(&unnamed, &format!("?bt_challenge={digits}"));
    assert_eq!((error.kind(), error.status().as_u16()), (CouldNotCheck, 503), "no key id");
    assert!(error.to_string().contains("`Secret::new(…).id(\"the public key\")`"), "{error}");
    assert!(error.response().body().is_empty());
}

#[test]
fn the_secret_that_signs_is_the_first_that_counts() {
    for asker in ASKERS {
        let Asker { provider, parameter, usual, wanted } = asker;
        let query = format!("?{parameter}={usual}");
        let current = || Secret::new(SECRET).id(KEY_ID);
        let ended = || Secret::new("whsec_of_last_year").id("last year");
        let after = asker.builder().secret_until(ended(), unix(NOW)).secret(current()).build().expect("secrets");
        let before = asker.builder().secret(current()).secret(ended()).build().expect("secrets");
        for verifier in [after, before] {
            assert_eq!(answer_of(&ask(&verifier, &query)), wanted(usual), "{provider}");
        }
    }
}

#[test]
fn without_a_secret_it_could_not_be_checked() {
    for asker in ASKERS {
        let Asker { provider, parameter, usual, .. } = asker;
        let (right, wrong) = (format!("?{parameter}={usual}"), format!("?{parameter}=%22"));
        let current = || Secret::new(SECRET).id(KEY_ID);
        let later = asker.builder().secrets_later().build().expect("no secret yet");
        let suspended = asker.verifier();
        suspended.suspend("the vault does not answer");
        let ended = asker.builder().secret_until(current(), unix(NOW)).build().expect("a secret");
        let cases = [
            ("none yet", &later, "call `replace_secrets`"),
            ("suspended", &suspended, "the vault does not answer"),
            ("ended", &ended, "every secret has passed its end time"),
        ];
        for (case, verifier, why) in cases {
            let error = ask(verifier, &right);
            let answer = error.response();
            assert_eq!((error.kind(), answer.status().as_u16()), (CouldNotCheck, 503), "{provider}: {case}");
            assert!(error.to_string().contains(why), "{provider}: {case}: {error}");
            assert!(answer.body().is_empty(), "{provider}: {case}");
            assert_eq!(ask(verifier, &wrong).kind(), HandshakeRefused, "{provider}: {case}: not to be signed");
            verifier.replace_secrets([current()]).expect("a secret");
            assert_eq!(ask(verifier, &right).kind(), Handshake, "{provider}: {case}: and then one");
        }
    }
}

#[test]
fn nothing_but_a_get_is_answered() {
    for asker in ASKERS {
        let Asker { provider, parameter, usual, .. } = asker;
        let url = format!("https://example.com/hook?{parameter}={usual}");
        let verifier = asker.verifier();
        for (method, status) in [("HEAD", 405), ("OPTIONS", 405), ("PUT", 405), ("POST", 401), ("get", 405)] {
            let mut request = genuine::request(&url, &HeaderMap::new(), BODY);
            *request.method_mut() = Method::from_bytes(method.as_bytes()).expect("a method");
            let error = verifier.verify_request(request).expect_err("not signed");
            let answer = error.response();
            assert_eq!(answer.status(), status, "{provider}: {method}");
            assert!(answer.body().is_empty(), "{provider}: {method}");
        }
    }
}
