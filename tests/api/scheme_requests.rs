//! What is signed of URLs, parameters and items, held against the documented formulas.
#![cfg(feature = "testing")]

use hookseal::{
    Scheme, Verified, Verifier, VerifyError,
    VerifyErrorKind::{self, Malformed, Mismatch},
    provider,
    scheme::{Algorithm, Encoding, Field, Parameters, Part, Repeated, Signature, TimeFormat, Timestamp},
    testing::{Signer, TestClock},
    verifier::Custom,
};
use http::{HeaderMap, Method};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{NOW, SECRET, URL, headers, request};
use mac::{base64, hex, sha256};

const ACME: Scheme = Scheme::mac("acme", Algorithm::Sha256).signature(Signature::header("x-acme"));

fn verify(scheme: Scheme, url: &str, headers: &HeaderMap, body: &str) -> Result<Verified<Custom>, VerifyError> {
    let builder = Verifier::from_scheme(scheme).clock(TestClock::at_unix(NOW)).public_url(URL).secret(SECRET);
    let verifier = builder.dangerous().unprotected_body().build().expect("a scheme that makes sense");
    verifier.verify_request(request(url, headers, body.to_owned()))
}

/// What is said of a request whose message is this.
fn judge(parts: &[Part], query: &str, body: &str, message: impl AsRef<[u8]>) -> Result<(), VerifyErrorKind> {
    let signed = headers([("x-acme", hex(sha256(SECRET, message)).as_bytes())]);
    verify(ACME.message(parts), &format!("{URL}{query}"), &signed, body).map(drop).map_err(|error| error.kind())
}

#[test]
fn parameters_are_written_as_the_scheme_says() {
    type Case<'c> = (&'c str, Parameters, &'c str, &'c str, Result<&'c str, VerifyErrorKind>);

    let form = Parameters::form();
    let query = Parameters::query().between('=').joined('&');
    let twice = "b=2&a=3&b=1&b=2";
    let cases: &[Case<'_>] = &[
        ("sorted by name", form, "", "b=2&a=1&B=3", Ok("B3a1b2")),
        ("decoded", form, "", "%62=%C3%A9+x&a=%2B", Ok("a+bé x")),
        ("bytes are bytes", form, "", "a=%zz&b=100%", Ok("a%zzb100%")),
        ("without a value", form, "", "b&a=", Ok("ab")),
        ("with an equals sign in it", form, "", "a=b=c", Ok("ab=c")),
        ("empty ones", form, "", "&&a=1&&", Ok("a1")),
        ("each value", form, "", twice, Ok("a3b1b2b2")),
        ("in the order of what they mean", form.encoded(), "", "a=%C3%A9&a=z", Ok("aza%C3%A9")),
        ("each value once", form.repeated(Repeated::Distinct), "", twice, Ok("a3b1b2")),
        ("values together", form.repeated(Repeated::Joined(',')), "", twice, Ok("a3b2,1,2")),
        ("no value twice", form.repeated(Repeated::Refused), "", twice, Err(Malformed)),
        ("values once", form.repeated(Repeated::Refused), "", "b=2&a=3", Ok("a3b2")),
        ("with signs", form.between('=').joined('&'), "", twice, Ok("a=3&b=1&b=2&b=2")),
        ("with signs of their own", form.between('→').joined('☃'), "", "b=2&a=1", Ok("a→1☃b→2")),
        ("masked", form.between('=').joined('&').masked(), "", "a=1%262%3D3&b%3D=4", Ok("a=1_2_3&b==4")),
        ("without some", form.without("a").without("c"), "", "a=1&b=2&c=3&%61=4", Ok("b2")),
        ("of the query", query, "?b=2&a=1", "", Ok("a=1&b=2")),
        ("of the query alone", query, "?b=2&a=1", r#"{"x":1}"#, Ok("a=1&b=2")),
        ("none", query, "", "", Ok("")),
        ("no form", form, "", r#"{"a":1}"#, Err(Malformed)),
        ("no form, of several parts", form, "", "--x\r\nContent-Disposition: form-data; name=\"a\"", Err(Malformed)),
        ("an empty body", form, "", "", Ok("")),
        ("not those of the query", form, "?a=1", "b=2", Ok("b2")),
    ];
    for (case, parameters, query, body, written) in cases {
        let parts = [Part::literal("."), Part::parameters(*parameters)];
        let message = written.map(|text| format!(".{text}"));
        assert_eq!(judge(&parts, query, body, message.unwrap_or_default()), written.map(drop), "{case}");
        assert!(judge(&parts, query, body, "x").is_err(), "{case}: another message");
    }
}

#[test]
fn what_stands_before_parameters_depends_on_those_before() {
    let parts = [
        Part::parameters(Parameters::query().between('=').joined('&').begin('?', '.')),
        Part::parameters(Parameters::form().begin('?', '.')),
        Part::literal("!"),
    ];
    for (query, body, message) in
        [("?b=2&a=1", "c=3", "?a=1&b=2.c3!"), ("?a=1", "", "?a=1!"), ("", "c=3", "?c3!"), ("", "", "!"), ("?", "", "!")]
    {
        assert_eq!(judge(&parts, query, body, message), Ok(()), "{message}");
    }
}

#[test]
fn parameters_are_not_without_number() {
    let parts = [Part::parameters(Parameters::form())];
    let body = |count: usize| vec!["a=1"; count].join("&");
    assert_eq!(judge(&parts, "", &body(1000), "a1".repeat(1000)), Ok(()));
    assert_eq!(judge(&parts, "", &body(1001), "a1".repeat(1001)), Err(Malformed));
    let signed = headers([("x-acme", b"00".as_slice())]);
    let error = verify(ACME.message(&parts), URL, &signed, &body(1001)).expect_err("too many");
    assert!(error.to_string().contains("`form` in the body"), "{error}");
}

#[test]
fn urls_and_digests_are_written_as_the_scheme_says() {
    let digest = |hash, encoding| Part::body_digest(hash, encoding);
    let raw = mac_free_sha256("{}");
    let cases: Vec<(&str, Part, &str, Vec<u8>)> = vec![
        ("without the query", Part::UrlWithoutQuery, "?a=1?b", URL.into()),
        ("without one", Part::UrlWithoutQuery, "", URL.into()),
        ("the path", Part::UrlPath, "?a=/b", "/hook".into()),
        ("as it is", Part::DecodedUrl, "", URL.into()),
        ("decoded", Part::DecodedUrl, "?%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B", format!("{URL}?:/?@!$'()*,;").into()),
        ("not decoded", Part::DecodedUrl, "?%3a%20%26%3D%25%", format!("{URL}?%3a%20%26%3D%25%").into()),
        ("decoded once", Part::DecodedUrl, "?%253A%%3A", format!("{URL}?%253A%:").into()),
        ("the bytes of a digest", digest(Algorithm::Sha256, Encoding::Text), "", raw.clone()),
        ("a digest in hex", digest(Algorithm::Sha256, Encoding::Hex), "", hex(&raw).into()),
        ("a digest in base64", digest(Algorithm::Sha256, Encoding::Base64), "", base64(&raw).into()),
    ];
    for (case, part, query, message) in cases {
        assert_eq!(judge(&[part], query, "{}", message), Ok(()), "{case}");
    }
    assert_eq!(judge(&[digest(Algorithm::Sha256, Encoding::Hex)], "", "{ }", hex(raw)), Err(Mismatch));
}

fn mac_free_sha256(text: &str) -> Vec<u8> {
    use sha2::Digest as _;

    sha2::Sha256::digest(text).to_vec()
}

#[test]
fn a_value_is_there_once_or_not_at_all() {
    let parts = [Part::literal("."), Part::value_if_any(Field::json("/a/b")), Part::literal(".")];
    for (body, message) in [
        (r#"{"a":{"b":"x"}}"#, Ok(".x.")),
        (r#"{"a":{"b":1.50}}"#, Ok(".1.50.")),
        (r#"{"a":{"b":""}}"#, Ok("..")),
        (r#"{"a":{"b":null}}"#, Ok("..")),
        (r#"{"a":{}}"#, Ok("..")),
        (r#"{"a":7}"#, Ok("..")),
        ("a=1", Ok("..")),
        (r#"{"a":{"b":"x","b":"x"}}"#, Err(Malformed)),
        (r#"{"a":{"b":"x"},"a":{}}"#, Err(Malformed)),
        (r#"{"a":{"b":["x"]}}"#, Err(Malformed)),
        (r#"{"a":{"b":true}}"#, Err(Malformed)),
    ] {
        assert_eq!(judge(&parts, "", body, message.unwrap_or("..")), message.map(drop), "{body}");
    }
    let parts = |field| [Part::literal("."), Part::value_if_any(field), Part::literal(".")];
    let form = [("a=x", Ok(".x.")), ("b=x", Ok("..")), ("a=x&a=x", Err(Malformed)), (r#"{"a":1}"#, Ok(".."))];
    for (body, message) in form {
        let judged = judge(&parts(Field::form("a")), "", body, message.unwrap_or(".."));
        assert_eq!(judged, message.map(drop), "{body}");
    }
    #[cfg(feature = "xml")]
    for (body, message) in [
        ("<a><b>x</b></a>", Ok(".x.")),
        ("<a><c>x</c></a>", Ok("..")),
        ("<a><b>x</b><b>x</b></a>", Err(Malformed)),
        ("<a><b>x</b>", Err(Malformed)),
        ("x", Ok("..")),
    ] {
        let judged = judge(&parts(Field::xml("/a/b")), "", body, message.unwrap_or(".."));
        assert_eq!(judged, message.map(drop), "{body}");
    }
}

#[test]
fn the_key_of_an_event_is_made_of_what_is_signed() {
    let parts = [Part::Url, Part::parameters(Parameters::form().repeated(Repeated::Distinct).without("sig"))];
    let time = Timestamp::new(Field::form("t"), TimeFormat::UnixSeconds);
    let scheme = ACME.message(&parts).timestamp(time).tolerance(hookseal::Tolerance::seconds(60));
    let signed = |body: &str, message: &str| {
        let signed = headers([("x-acme", hex(sha256(SECRET, format!("{URL}{message}"))).as_bytes())]);
        verify(scheme, URL, &signed, body).expect(body).idempotency_key()
    };
    let (now, later) = (NOW.to_string(), (NOW + 59).to_string());
    let first = signed(&format!("a=1&b=2&t={now}"), &format!("a1b2t{now}"));
    for same in ["b=2&a=1&", "a=%31&b=2&", "a=1&b=2&a=1&", "a=1&b=2&sig=x&", "&a=1&&b=2&", "a1b=2&", "a=1b2&"] {
        assert_eq!(signed(&format!("{same}t={now}"), &format!("a1b2t{now}")), first, "{same}");
    }
    assert_eq!(signed(&format!("a=1&b=2&t={later}"), &format!("a1b2t{later}")), first, "a retry");
    assert_ne!(signed(&format!("a=1&b=3&t={now}"), &format!("a1b3t{now}")), first, "another event");
}

/// Names and values are decoded before they are signed, so what stands between them may be in them, too.
#[test]
fn parameters_with_the_same_message_have_the_same_id() {
    let delimited = Parameters::form().between('=').joined('&').repeated(Repeated::Refused).without("sig");
    let with_id = |parameters| ACME.message(&[Part::parameters(parameters)]).id(&[Field::form("id")]);
    let plain = with_id(delimited);
    let masked = with_id(delimited.masked());
    let encoded = with_id(delimited.encoded());
    let glued = with_id(Parameters::form());
    let judge = |scheme, body: &str, message: &str| {
        let signed = headers([("x-acme", hex(sha256(SECRET, message)).as_bytes())]);
        verify(scheme, URL, &signed, body).map(|event| (event.idempotency_key(), event.id_is_signed()))
    };
    let cases = [
        (
            plain,
            "a=1&id=x&z=2",
            "a=1&id=x&z=2",
            vec!["a=1&id=x%26z=2", "a=1%26id=x&z=2", "a=1%26id%3Dx%26z=2", "id=x%26z%3D2&a=1"],
        ),
        (masked, "id=a_b&t=hi", "id=a_b&t=hi", vec!["id=a%26b&t=hi", "id=a=b&t=hi", "id%3Da_b%26t=hi"]),
        (glued, "id=x&z=2", "idxz2", vec!["id=xz2", "idx=z2", "i=dxz2", "idxz2="]),
    ];
    for (scheme, genuine, message, others) in cases {
        let first = judge(scheme, genuine, message);
        for other in others {
            match (&first, judge(scheme, other, message)) {
                (Ok(first), Ok(again)) => assert_eq!(*first, again, "{other}"),
                (_, Err(error)) => assert_eq!(error.kind(), Malformed, "{other}: {error}"),
                (Err(error), Ok(_)) => panic!("{other}, but not {genuine}: {error}"),
            }
        }
    }
    // Where there is no doubt, the id counts, whatever is in the other values.
    let signed_id =
        |scheme, body: &str, message: &str| judge(scheme, body, message).map(|(_, is_signed)| is_signed).ok();
    assert_eq!(signed_id(plain, "a=1&id=x&z=2", "a=1&id=x&z=2"), Some(true));
    assert_eq!(signed_id(plain, "a=Tom+%26+Jerry%3D&id=x", "a=Tom & Jerry=&id=x"), Some(true));
    assert_eq!(signed_id(masked, "id=x&z=a%26b", "id=x&z=a_b"), Some(true));
    assert_eq!(signed_id(encoded, "a=%26id%3Dy&id=x%26", "a=%26id%3Dy&id=x%26"), Some(true));
    assert_eq!(signed_id(plain, "a=1", "a=1"), Some(false), "there is none");
    assert_eq!(signed_id(glued, "id=x&z=2", "idxz2"), Some(false), "nothing says where it ends");
    // What somebody else may have written into a value could be taken for the id.
    assert_eq!(signed_id(plain, "id=x&z=%26id%3Dy", "id=x&z=&id=y"), None);
    let timed = plain.timestamp(Timestamp::new(Field::form("t"), TimeFormat::UnixSeconds));
    assert_eq!(signed_id(timed, &format!("id=x&t={NOW}"), &format!("id=x&t={NOW}")), Some(true));
    for (body, message) in [("a=%26t%3D1&id=x&t=", "a=&t=1&id=x&t="), ("id=x&t%3D1=&t=", "id=x&t=")] {
        let end = if body.starts_with('a') { "" } else { "&t=1=" };
        assert_eq!(signed_id(timed, &format!("{body}{NOW}"), &format!("{message}{NOW}{end}")), None, "{body}");
    }
}

#[test]
fn whatever_the_method_events_differ() {
    let key = |query: &str, body: &str| {
        let proxy = genuine::scheme("shopify-app-proxy");
        let signer = Signer::from_scheme(proxy).at(genuine::unix(NOW)).url(format!("{URL}{query}"));
        let mut request = signer.sign(SECRET, body.to_owned()).into_request();
        *request.method_mut() = Method::GET;
        genuine::builder(proxy).secret(SECRET).build().expect("a secret").verify_request(request).map(|event| {
            assert!(!event.covers_body() && !event.covers_url() && event.scheme().covers_query());
            event.idempotency_key()
        })
    };
    let first = key("?shop=a", "").expect("genuine");
    assert_eq!(key("?shop=a", "").expect("genuine"), first);
    assert_ne!(key("?shop=b", "").expect("genuine"), first, "another query");
    assert_ne!(key("?shop=a", "a=1").expect("genuine"), first, "a body, which is not signed");
}

#[test]
fn items_are_signed_one_by_one() {
    let scheme = Scheme::mac("acme", Algorithm::Sha256)
        .signature(Signature::each_item("/items/*/it", "/signature"))
        .message(&[Part::value(Field::item("/a")), Part::literal(":"), Part::value_if_any(Field::item("/b/c"))])
        .kind(&[Field::json("/items/0/it/b/c")]);
    assert!(!scheme.covers_body() && scheme.kind_is_signed() && !scheme.has_id());
    assert!(!scheme.kind(&[Field::json("/items/0/it/d")]).kind_is_signed());
    assert!(!scheme.kind(&[Field::json("/items/x/it/a")]).kind_is_signed());
    assert!(!scheme.kind(&[Field::json("/other/0/it/a")]).kind_is_signed());
    let tag = |message: &str| hex(sha256(SECRET, message));
    let item = |a: &str, c: &str| {
        format!(r#"{{"it":{{"a":"{a}","b":{{"c":"{c}"}},"signature":"{}"}}}}"#, tag(&format!("{a}:{c}")))
    };
    let of = |items: &[String]| format!(r#"{{"items":[{}]}}"#, items.join(","));
    let (one, two) = (item("1", "x"), item("2", ""));
    let many = |count: usize| vec![one.clone(); count];
    let judge = |body: &str| verify(scheme, URL, &HeaderMap::new(), body).map(|event| event.idempotency_key());
    let key = judge(&of(&[one.clone(), two.clone()])).expect("two items");
    assert_eq!(
        judge(&of(&[one.clone(), two.clone()]).replace("{\"it\"", "{\"more\":1,\"it\"")).expect("two items"),
        key
    );
    assert_ne!(judge(&of(std::slice::from_ref(&one))).expect("one item"), key);
    assert!(judge(&of(&many(64))).is_ok());
    for (case, body, kind) in [
        ("none", of(&[]), Malformed),
        ("too many", of(&many(65)), Malformed),
        ("no list", r#"{"items":{}}"#.into(), Malformed),
        ("no JSON", "items=1".into(), Malformed),
        ("nothing", String::new(), Malformed),
        ("an item that is none", of(&[one.clone(), "{}".into()]), Malformed),
        ("one without a signature", of(&[one.clone(), r#"{"it":{"a":"1"}}"#.into()]), Malformed),
        ("one without a value", of(&[format!(r#"{{"it":{{"signature":"{}"}}}}"#, tag(":"))]), Malformed),
        ("the signature of another", of(&[one.clone(), two.replace(&tag("2:"), &tag("1:x"))]), Mismatch),
        ("an empty signature", of(&[one.replace(&tag("1:x"), "")]), Mismatch),
        ("a signature twice", of(&[one.replace("\"signature\"", "\"signature\":\"\",\"signature\"")]), Malformed),
        ("a value twice", of(&[one.replace("\"a\"", "\"a\":\"1\",\"a\"")]), Malformed),
        ("a list for a value", of(&[one.replace(r#""c":"x""#, r#""c":["x"]"#)]), Malformed),
        ("the list twice", of(&many(1)).replace("{\"items\"", "{\"items\":[],\"items\""), Malformed),
    ] {
        assert_eq!(judge(&body).expect_err(case).kind(), kind, "{case}");
    }
}

#[test]
fn a_port_may_be_written_or_not() {
    let scheme = ACME.message(&[Part::Url, Part::Body]).either_port();
    for (configured, signed) in [
        ("https://a.example/x", "https://a.example:443/x"),
        ("https://a.example:443/x", "https://a.example/x"),
        ("https://a.example:8443/x", "https://a.example/x"),
        ("http://a.example", "http://a.example:80"),
        ("wss://a.example/x:1?b=/:2", "wss://a.example:443/x:1?b=/:2"),
        ("https://[::1]/x", "https://[::1]:443/x"),
        ("https://[::1]:443/x", "https://[::1]/x"),
        ("https://u:p@a.example:1/x", "https://u:p@a.example/x"),
    ] {
        let judge = |scheme: Scheme, signed: &str| {
            let builder = Verifier::from_scheme(scheme).public_url(configured).secret(SECRET);
            let headers = headers([("x-acme", hex(sha256(SECRET, format!("{signed}{{}}"))).as_bytes())]);
            builder.build().expect("a secret").verify(&headers, "{}").is_ok()
        };
        assert!(judge(scheme, configured) && judge(scheme, signed), "{configured}");
        assert!(!judge(ACME.message(&[Part::Url, Part::Body]), signed), "{configured}: only if the scheme says so");
        assert!(!judge(scheme, "https://b.example/x"), "{configured}");
    }
}

#[test]
fn the_encoded_content_is_the_body() {
    let facebook = provider::by_name("facebook-signed-request").expect("a provider");
    let delivery = Signer::from_scheme(facebook).at(genuine::unix(NOW)).sign(SECRET, r#"{"user_id":"218471"}"#);
    let builder = genuine::builder(facebook).secret(SECRET).build().expect("a secret");
    let event = builder.verify_request(delivery.into_request()).expect("genuine");
    assert_eq!(event.json_at::<String>("/user_id").expect("a text"), "218471");
    assert_eq!(event.json_at::<u64>("/issued_at").expect("a number"), NOW);
    assert!(event.covers_body() && event.covers_timestamp());
}
