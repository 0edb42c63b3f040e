//! The URL that was called, rebuilt from what proxies say: only by those that are trusted, and only for hosts that are ours.
#![cfg(feature = "testing")]

use std::net::IpAddr;

use bytes::Bytes;
use hookseal::{
    Scheme, SetupError, Verifier,
    VerifyErrorKind::{self, CouldNotCheck, Malformed, Mismatch},
    scheme::{Algorithm, Part},
    testing::Signer,
    verifier::{Builder, Custom, PeerAddr},
};
use http::{HeaderName, HeaderValue, Request};
use proptest::{collection::vec, prelude::*, sample::select};

const SCHEME: Scheme = Scheme::mac("acme", Algorithm::Sha256).message(&[Part::Url, Part::literal("\n"), Part::Body]);

fn builder() -> Builder<Custom> {
    Verifier::from_scheme(SCHEME).secret("secret")
}

fn verifier() -> Verifier<Custom> {
    let networks = ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"];
    builder().trusted_proxies(networks, ["example.com", "Hooks.Example.org:8443"]).build().expect("a verifier")
}

type Headers<'h> = &'h [(&'h str, &'h str)];

/// What was signed for one URL, as it arrives: at a target, with headers, from a peer.
fn arriving(signed: &str, target: &str, headers: Headers<'_>, peer: Option<&str>) -> Request<Bytes> {
    let mut request = Signer::from_scheme(SCHEME).url(signed).sign("secret", "body").into_request();
    *request.uri_mut() = target.parse().expect("a target");
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
        request.headers_mut().append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
    }
    if let Some(peer) = peer {
        let peer: IpAddr = peer.parse().expect("an address");
        request.extensions_mut().insert(PeerAddr(peer));
    }
    request
}

fn judge(signed: &str, headers: Headers<'_>, peer: &str) -> Option<VerifyErrorKind> {
    let request = arriving(signed, "/hook?a=1", headers, Some(peer));
    verifier().verify_request(request).err().map(|error| error.kind())
}

const PROXY: &str = "10.1.2.3";
const STRANGER: &str = "203.0.113.9";
const HTTPS: &str = "https://example.com/hook?a=1";
const HTTP: &str = "http://example.com/hook?a=1";
const OTHER: &str = "https://Hooks.Example.org:8443/hook?a=1";
const OURS: (&str, &str) = ("host", "example.com");

#[test]
fn the_url_is_what_the_outermost_trusted_proxy_received() {
    let cases: Vec<(&str, Headers<'_>)> = vec![
        (HTTPS, &[OURS]),
        (HTTPS, &[("host", "EXAMPLE.com")]),
        (HTTPS, &[("host", "example.com:443")]),
        (HTTP, &[("host", "example.com:80"), ("x-forwarded-proto", "http")]),
        (OTHER, &[("host", "hooks.example.org:8443")]),
        // The elders.
        (HTTPS, &[("host", "app:3000"), ("x-forwarded-host", "example.com"), ("x-forwarded-proto", "https")]),
        (HTTP, &[("host", "app:3000"), ("x-forwarded-host", "example.com"), ("x-forwarded-proto", "HTTP")]),
        (OTHER, &[OURS, ("x-forwarded-host", "hooks.EXAMPLE.org:8443")]),
        ("https://example.com/api/hook?a=1", &[OURS, ("x-forwarded-prefix", "/api")]),
        ("https://example.com/api/v1/hook?a=1", &[OURS, ("x-forwarded-prefix", "/api/v1/")]),
        (HTTPS, &[OURS, ("x-forwarded-prefix", "/")]),
        // Of several values, the last is the peer's.
        (HTTPS, &[("x-forwarded-host", "evil.example, example.com")]),
        (HTTPS, &[("x-forwarded-host", "evil.example"), ("x-forwarded-host", "example.com")]),
        (HTTP, &[OURS, ("x-forwarded-proto", "https,http")]),
        // A chain: as far out as each is named by one that is trusted.
        (HTTPS, &[("x-forwarded-for", "203.0.113.9, 10.9.9.9"), ("x-forwarded-host", "example.com, inner.example")]),
        (
            HTTPS,
            &[
                ("x-forwarded-for", "10.8.8.8, 203.0.113.9, 10.9.9.9"),
                ("x-forwarded-host", "evil.example, example.com, inner.example"),
            ],
        ),
        (HTTPS, &[("x-forwarded-for", "10.8.8.8, [2001:db8::1]:99, 10.9.9.9"), ("x-forwarded-host", "example.com")]),
        // The standard.
        (HTTPS, &[("forwarded", "for=203.0.113.9;host=example.com;proto=https")]),
        (HTTP, &[("forwarded", "For=\"[2001:db9::1]:4711\" ; Host=\"example.com\";PROTO=http;by=10.0.0.1")]),
        (OTHER, &[("forwarded", r#"host="hooks.example.org:8443""#)]),
        (HTTPS, &[("forwarded", r#"host="ex\ample.com""#)]),
        (HTTPS, &[("forwarded", "host=evil.example, host=example.com")]),
        (HTTPS, &[("forwarded", "host=evil.example"), ("forwarded", "host=example.com")]),
        (HTTPS, &[("forwarded", "for=203.0.113.9;host=example.com, for=10.9.9.9;host=inner.example")]),
        (HTTPS, &[("forwarded", "for=203.0.113.9;host=example.com, for=\"[2001:db8::7]\"")]),
        (HTTPS, &[("forwarded", "host=evil.example, for=unknown;host=example.com, for=\"10.9.9.9:80\"")]),
        (HTTPS, &[("forwarded", "host=evil.example, for=_hidden;host=example.com")]),
        (HTTPS, &[OURS, ("forwarded", "for=\"a,b;c=\\\"d\"")]),
        (HTTPS, &[OURS, ("forwarded", "secret=\"x\";for=203.0.113.9")]),
        // Both, if they agree.
        (
            HTTP,
            &[
                ("forwarded", "host=example.com;proto=http"),
                ("x-forwarded-host", "Example.com"),
                ("x-forwarded-proto", "http"),
            ],
        ),
    ];
    for (url, headers) in cases {
        for peer in [PROXY, "192.0.2.7", "2001:db8:1::1", "::ffff:10.1.2.3"] {
            assert_eq!(judge(url, headers, peer), None, "{headers:?} from {peer}");
        }
    }
}

#[test]
fn nobody_else_is_believed() {
    let spoofed: Vec<Headers<'_>> = vec![
        &[("x-forwarded-host", "example.com"), ("host", "hooks.example.org:8443")],
        &[OURS, ("x-forwarded-proto", "http")],
        &[OURS, ("x-forwarded-prefix", "/api")],
        &[OURS, ("forwarded", "host=hooks.example.org:8443;proto=http")],
        &[OURS, ("x-forwarded-for", "10.1.2.3"), ("x-forwarded-host", "hooks.example.org:8443")],
        &[OURS, ("forwarded", "for=10.1.2.3, for=10.1.2.3;host=evil.example"), ("x-forwarded-host", "other.example")],
        // Not even looked at.
        &[OURS, ("forwarded", "\""), ("x-forwarded-proto", ""), ("x-forwarded-prefix", "..")],
    ];
    for headers in spoofed {
        let own = headers.contains(&OURS);
        let url = if own { HTTPS } else { OTHER };
        for peer in [STRANGER, "11.0.0.1", "9.255.255.255", "192.0.2.8", "2001:db9::1", "::1", "::10.1.2.3"] {
            assert_eq!(judge(url, headers, peer), None, "{headers:?} from {peer}");
        }
    }
}

#[test]
fn what_cannot_be_a_url_of_ours_is_refused() {
    let long = "10.9.9.9,".repeat(1000);
    let many = vec!["10.9.9.9"; 33].join(",");
    let (too_long, too_many) = ([OURS, ("x-forwarded-for", &long)], [OURS, ("x-forwarded-for", &many)]);
    let cases: Vec<Headers<'_>> = vec![
        &[],
        &[("host", "evil.example")],
        &[("host", "example.com.")],
        &[("host", "example.com:8443")],
        &[("host", "hooks.example.org")],
        &[("host", "example.com:80")],
        &[("host", "example.com:443:443")],
        &[("host", "sub.example.com")],
        &[("host", "")],
        &[("host", "ex\u{e4}mple.com")],
        &[OURS, OURS],
        &[OURS, ("x-forwarded-host", "")],
        &[OURS, ("x-forwarded-host", "example.com,")],
        &[OURS, ("x-forwarded-host", ",example.com")],
        &[OURS, ("x-forwarded-host", "user@example.com")],
        &[OURS, ("x-forwarded-host", "user:example.com@evil.example")],
        &[OURS, ("x-forwarded-host", "example.com/path")],
        &[OURS, ("x-forwarded-host", "example.com#")],
        &[OURS, ("x-forwarded-host", "example.com evil.example")],
        &[OURS, ("x-forwarded-host", "https://example.com")],
        &[OURS, ("x-forwarded-host", "\"example.com\"")],
        &[OURS, ("x-forwarded-host", "example.com, evil.example")],
        &[OURS, ("x-forwarded-host", "example.com"), ("x-forwarded-host", "evil.example")],
        &[OURS, ("x-forwarded-proto", "")],
        &[OURS, ("x-forwarded-proto", "ftp")],
        &[OURS, ("x-forwarded-proto", "https://evil.example/?")],
        &[OURS, ("x-forwarded-prefix", "")],
        &[OURS, ("x-forwarded-prefix", "api")],
        &[OURS, ("x-forwarded-prefix", "//evil.example")],
        &[OURS, ("x-forwarded-prefix", "/..")],
        &[OURS, ("x-forwarded-prefix", "/a/./b")],
        &[OURS, ("x-forwarded-prefix", "/a?b")],
        &[OURS, ("x-forwarded-prefix", "/a#b")],
        &[OURS, ("x-forwarded-prefix", "/a b")],
        &too_long,
        &too_many,
        &[OURS, ("forwarded", "")],
        &[OURS, ("forwarded", "host")],
        &[OURS, ("forwarded", "host=")],
        &[OURS, ("forwarded", "host=\"\"")],
        &[OURS, ("forwarded", "host=\"example.com")],
        &[OURS, ("forwarded", "host=\"example.com\"x")],
        &[OURS, ("forwarded", "host=example.com;host=example.com")],
        &[OURS, ("forwarded", "proto=https;Proto=https")],
        &[OURS, ("forwarded", "host=example.com,,host=example.com")],
        &[OURS, ("forwarded", "host=\"user@example.com\"")],
        &[OURS, ("forwarded", "host=example.com, host=evil.example")],
        // One of the two is not from the proxy.
        &[OURS, ("forwarded", "host=example.com"), ("x-forwarded-host", "hooks.example.org:8443")],
        &[OURS, ("forwarded", "proto=http"), ("x-forwarded-proto", "https")],
    ];
    for headers in cases {
        assert_eq!(judge(HTTPS, headers, PROXY), Some(Malformed), "{headers:?}");
    }
    // What is plausible and not what was signed is a forgery like any other.
    assert_eq!(judge(HTTPS, &[OURS, ("x-forwarded-proto", "http")], PROXY), Some(Mismatch));
    assert_eq!(judge(HTTPS, &[OURS, ("x-forwarded-prefix", "/api")], PROXY), Some(Mismatch));
}

proptest! {
    /// Whatever comes, the URL is one of ours or there is none.
    #[test]
    fn no_proxy_says_anything_too_strange(
        names in vec(select(vec!["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-prefix"]), 0..5),
        pieces in vec(vec(select(vec![
            "for=", "host=", "proto=", "example.com", "evil.example", "https", "10.9.9.9", "[::1]", ":80", "\"", "\\", ";", ",", "=",
            " ", "/", "..", "@", "ë",
        ]), 0..6), 5),
        host in select(vec!["example.com", "evil.example"]),
    ) {
        let values: Vec<_> = pieces.iter().map(|pieces| pieces.concat()).collect();
        let headers: Vec<_> = names.iter().copied().zip(values.iter().map(String::as_str)).chain([("host", host)]).collect();
        for peer in [PROXY, STRANGER] {
            let judged = judge(HTTPS, &headers, peer);
            prop_assert!(matches!(judged, None | Some(Malformed | Mismatch)), "{judged:?}");
            prop_assert!(peer == PROXY || judged.is_none() == (host == "example.com"), "a stranger has no say");
            prop_assert!(judge("https://evil.example/hook?a=1", &headers, peer).is_some(), "never a host that is not ours");
        }
    }
}

/// HTTP/2 has the host in the request's target.
#[test]
fn the_target_has_the_host_where_there_is_no_header() {
    for (target, headers, expected) in [
        (HTTPS, &[][..], None),
        ("http://example.com/hook?a=1", &[], None),
        ("https://evil.example/hook?a=1", &[], Some(Malformed)),
        ("https://user@example.com/hook?a=1", &[], Some(Malformed)),
        // RFC 9112, section 3.2.2: the target counts.
        ("https://evil.example/hook?a=1", &[OURS], Some(Malformed)),
        ("/hook?a=2", &[OURS], Some(Mismatch)),
        ("/hook", &[OURS], Some(Mismatch)),
        ("/other?a=1", &[OURS], Some(Mismatch)),
    ] {
        let judged = verifier().verify_request(arriving(HTTPS, target, headers, Some(STRANGER)));
        assert_eq!(judged.err().map(|error| error.kind()), expected, "{target}");
    }
}

#[test]
fn without_the_peer_nothing_can_be_checked() {
    let error = verifier().verify_request(arriving(HTTPS, "/hook?a=1", &[OURS], None)).expect_err("no peer");
    assert_eq!((error.kind(), error.status().as_u16()), (CouldNotCheck, 503));
    assert!(error.to_string().contains("`PeerAddr`"), "{error}");
    let (head, body) = arriving(HTTPS, "/hook?a=1", &[OURS], Some(PROXY)).into_parts();
    let error = verifier().verify(&head.headers, body).expect_err("no URL");
    assert_eq!(error.kind(), CouldNotCheck);
    assert!(error.to_string().contains("`verify_request`"), "{error}");
}

#[test]
fn mistakes_are_found_when_the_verifier_is_built() {
    let host = ["example.com"];
    let cases: Vec<(&str, Builder<Custom>, &str)> = vec![
        ("no network", builder().trusted_proxies(Vec::<String>::new(), host), "at least one of each"),
        ("no host", builder().trusted_proxies(["10.0.0.0/8"], Vec::<String>::new()), "at least one of each"),
        ("everyone", builder().trusted_proxies(["0.0.0.0/0"], host), "`0.0.0.0/0` is everyone"),
        ("everyone in IPv6", builder().trusted_proxies(["10.0.0.0/8", "::/0"], host), "`::/0` is everyone"),
        ("a name", builder().trusted_proxies(["proxy.internal"], host), "is not a network"),
        ("too many bits", builder().trusted_proxies(["10.0.0.0/33"], host), "is not a network"),
        ("no bits", builder().trusted_proxies(["10.0.0.0/"], host), "is not a network"),
        ("a sign", builder().trusted_proxies(["10.0.0.0/+8"], host), "is not a network"),
        ("IPv4 as IPv6", builder().trusted_proxies(["::ffff:10.0.0.0/104"], host), "is not a network"),
        ("inside of a network", builder().trusted_proxies(["10.0.0.1/8"], host), "is not the first of its network"),
        ("a URL", builder().trusted_proxies(["10.0.0.0/8"], ["https://example.com"]), "is not a host"),
        ("any host", builder().trusted_proxies(["10.0.0.0/8"], ["*"]), "is not a host"),
        ("nothing", builder().trusted_proxies(["10.0.0.0/8"], [""]), "is not a host"),
    ];
    for (case, builder, why) in cases {
        let error = builder.build().expect_err(case);
        assert!(matches!(error, SetupError::BadProxies { .. }), "{case}: {error}");
        assert!(error.to_string().contains(why), "{case}: {error}");
    }
    let setting = |builder: Builder<Custom>| match builder.build() {
        Err(SetupError::NoEffect { setting, .. }) => setting,
        other => panic!("{other:?}"),
    };
    let both = builder().public_url(HTTPS).trusted_proxies(["10.0.0.0/8"], host);
    assert_eq!(setting(both), "public_url");
    let plain = Verifier::from_scheme(Scheme::mac("acme", Algorithm::Sha256)).secret("secret");
    assert_eq!(setting(plain.trusted_proxies(["10.0.0.0/8"], host)), "trusted_proxies");
    for network in ["10.0.0.0/8", "10.1.2.3", "10.1.2.3/32", "128.0.0.0/1", "::1", "fd00::/8", "::1/128"] {
        assert!(builder().trusted_proxies([network], host).build().is_ok(), "{network}");
    }
}
