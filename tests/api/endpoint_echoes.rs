//! Challenges that come back as they are: so long and no longer, of one kind, and as nothing that a browser shows.
#![cfg(feature = "testing")]

use bytes::Bytes;
use hookseal::{
    Scheme, Verified, Verifier, VerifyError,
    VerifyErrorKind::{self, CouldNotCheck, Handshake, HandshakeRefused, Mismatch, MissingHeader},
    scheme::By,
    verifier::Custom,
};
use http::{HeaderMap, HeaderName, HeaderValue, Request, header};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use serde_json::Value;

#[path = "../support/genuine.rs"]
mod genuine;

use genuine::{builder, pasted, scheme, sign};

/// A provider whose challenge comes back.
struct Echo {
    provider: &'static str,
    asked: Asked,
    said: Said,
    /// What becomes of a request whose challenge is none; an event, if nothing.
    else_refused: Option<(VerifyErrorKind, u16)>,
}

/// How the challenge comes.
#[derive(Clone, Copy)]
enum Asked {
    /// By GET, in this parameter of the query, beside these others.
    Query(&'static str, &'static str),
    /// By GET, in a header.
    Header(&'static str),
    /// By POST without a signature: in the query, in a header.
    UnsignedQuery(&'static str),
    UnsignedHeader(&'static str),
    /// In a signed delivery with this body, in its member `challenge` or in a header.
    Signed(&'static str, Option<&'static str>),
}

/// How it comes back.
#[derive(Clone, Copy)]
enum Said {
    Text,
    Json(&'static str),
    Header(&'static str),
}

const REFUSED: Option<(VerifyErrorKind, u16)> = Some((HandshakeRefused, 403));
const TOKEN: &str = "https://example.org/feed";

const ECHOES: &[Echo] = &[
    Echo { provider: "dropbox", asked: Asked::Query("challenge", ""), said: Said::Text, else_refused: REFUSED },
    Echo { provider: "nylas", asked: Asked::Query("challenge", ""), said: Said::Text, else_refused: REFUSED },
    Echo { provider: "onfleet", asked: Asked::Query("check", ""), said: Said::Text, else_refused: REFUSED },
    Echo {
        provider: "websub",
        asked: Asked::Query("hub.challenge", "hub.mode=subscribe&hub.topic=https://example.org/feed"),
        said: Said::Text,
        else_refused: Some((HandshakeRefused, 404)),
    },
    Echo {
        provider: "meta",
        asked: Asked::Query("hub.challenge", "hub.mode=subscribe&hub.verify_token=https://example.org/feed"),
        said: Said::Text,
        else_refused: REFUSED,
    },
    Echo {
        provider: "okta",
        asked: Asked::Header("x-okta-verification-challenge"),
        said: Said::Json("verification"),
        else_refused: REFUSED,
    },
    Echo {
        provider: "microsoft-graph",
        asked: Asked::UnsignedQuery("validationToken"),
        said: Said::Text,
        else_refused: Some((Mismatch, 401)),
    },
    Echo {
        provider: "ringcentral",
        asked: Asked::UnsignedHeader("validation-token"),
        said: Said::Header("validation-token"),
        else_refused: Some((MissingHeader, 401)),
    },
    Echo {
        provider: "slack",
        asked: Asked::Signed(r#"{"type":"url_verification""#, None),
        said: Said::Text,
        else_refused: None,
    },
    Echo {
        provider: "twitch",
        asked: Asked::Signed(r#"{"subscription":{"status":"webhook_callback_verification_pending"}"#, None),
        said: Said::Text,
        else_refused: None,
    },
    Echo {
        provider: "front-app",
        asked: Asked::Signed(r#"{"type":"sync""#, Some("x-front-challenge")),
        said: Said::Json("challenge"),
        else_refused: None,
    },
];

impl Echo {
    fn scheme(&self) -> Scheme {
        scheme(self.provider)
    }

    fn verifier(&self) -> Verifier<Custom> {
        let builder = builder(self.scheme()).secret(pasted(self.scheme()));
        let has_token = self.scheme().handshake_kind().is_some_and(|handshake| handshake.has_token());
        if has_token { builder.verify_token(TOKEN) } else { builder }.build().expect("a secret")
    }

    /// A request with these challenges; `None` if one of them cannot be written there.
    fn request(&self, challenges: &[&[u8]]) -> Option<Request<Bytes>> {
        let query = |name: &str, others: &str| {
            let escaped = challenges.iter().map(|text| format!("&{name}={}", percent_encode(text, NON_ALPHANUMERIC)));
            format!("{}?{others}{}", genuine::URL, escaped.collect::<String>())
        };
        let headers = |name: &'static str| {
            let value = |text: &&[u8]| Some((HeaderName::from_static(name), HeaderValue::from_bytes(text).ok()?));
            challenges.iter().map(value).collect::<Option<Vec<_>>>()
        };
        Some(match self.asked {
            Asked::Query(name, others) => genuine::get(&query(name, others), &HeaderMap::new()),
            Asked::Header(name) => genuine::get(genuine::URL, &appended(HeaderMap::new(), headers(name)?)),
            Asked::UnsignedQuery(name) => genuine::request(&query(name, ""), &HeaderMap::new(), ""),
            Asked::UnsignedHeader(name) => {
                genuine::request(genuine::URL, &appended(HeaderMap::new(), headers(name)?), "{}")
            }
            Asked::Signed(start, Some(name)) => {
                let mut request = sign(self.scheme(), format!("{start}}}")).into_request();
                *request.headers_mut() = appended(request.headers().clone(), headers(name)?);
                request
            }
            Asked::Signed(start, None) => {
                let member =
                    |text: &&[u8]| Some(format!(r#","challenge":{}"#, Value::from(str::from_utf8(text).ok()?)));
                let members = challenges.iter().map(member).collect::<Option<String>>()?;
                let mut request = sign(self.scheme(), format!("{start}{members}}}")).into_request();
                // By which Twitch tells its checks; nobody else looks at it.
                let kind = HeaderValue::from_static("webhook_callback_verification");
                request.headers_mut().insert("twitch-eventsub-message-type", kind);
                request
            }
        })
    }

    fn judge(&self, challenges: &[&[u8]]) -> Option<Result<Verified<Custom>, VerifyError>> {
        Some(self.verifier().verify_request(self.request(challenges)?))
    }

    fn comes_back(&self, case: &str, challenge: &str) {
        let case = format!("{}: {case}", self.provider);
        let error = self.judge(&[challenge.as_bytes()]).expect("can be written").expect_err(&case);
        let answer = error.response();
        assert_eq!((error.kind(), answer.status().as_u16()), (Handshake, 200), "{case}");
        let headers = answer.headers();
        let kind = match self.said {
            Said::Text => "text/plain",
            Said::Json(_) => "application/json",
            Said::Header(name) => {
                assert_eq!(headers[name].as_bytes(), challenge.as_bytes(), "{case}");
                assert_eq!((headers.len(), answer.body().len()), (1, 0), "{case}: and nothing else");
                return;
            }
        };
        assert_eq!(headers[header::CONTENT_TYPE], kind, "{case}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{case}");
        assert_eq!(headers.len(), 2, "{case}: {headers:?}");
        match self.said {
            Said::Json(member) => {
                let json: Value = serde_json::from_slice(answer.body()).expect("JSON");
                assert_eq!(json, serde_json::json!({ member: challenge }), "{case}");
            }
            _ => assert_eq!(answer.body(), challenge, "{case}"),
        }
    }

    /// `None`: it is an event, or cannot be written.
    fn does_not_come_back(&self, case: &str, challenges: &[&[u8]]) {
        let case = format!("{}: {case}", self.provider);
        let Some(judged) = self.judge(challenges) else { return };
        match judged {
            Ok(event) => assert!(self.else_refused.is_none(), "{case}: {event:?}"),
            Err(error) => {
                let answer = error.response();
                assert_eq!(Some((error.kind(), answer.status().as_u16())), self.else_refused, "{case}");
                assert!(answer.body().is_empty() && answer.headers().is_empty(), "{case}: {answer:?}");
            }
        }
    }
}

fn appended(mut headers: HeaderMap, more: Vec<(HeaderName, HeaderValue)>) -> HeaderMap {
    for (name, value) in more {
        headers.append(name, value);
    }
    headers
}

#[test]
fn a_challenge_comes_back_as_it_is() {
    let long = "x".repeat(1024);
    let cases = [
        ("usual", "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"),
        ("one character", "0"),
        ("1024 characters", &long),
        ("a page", "<script>alert(1)</script>"),
        ("quotes and backslashes", r#"a"b\c\"d\u0041'e"#),
        ("JSON", r#"{"a":[1,2]},"b":1"#),
        ("of a query", "a&b=c%20d+e#f?g"),
        ("spaces inside", "Validation: Testing client application reachability"),
        ("not ASCII", "Zoë & ☃ 𝄞"),
    ];
    for echo in ECHOES {
        for (case, challenge) in cases {
            echo.comes_back(case, challenge);
        }
    }
}

/// A verifier whose secrets are elsewhere knows the answers that need none.
#[test]
fn without_a_secret_only_what_is_signed_waits() {
    for echo in ECHOES {
        let builder = builder(echo.scheme()).secrets_later();
        let has_token = echo.scheme().handshake_kind().is_some_and(|handshake| handshake.has_token());
        let verifier = if has_token { builder.verify_token(TOKEN) } else { builder }.build().expect("no secret yet");
        let ask = || {
            let request = echo.request(&[b"abc"]).expect("can be written");
            let error = verifier.verify_request(request).expect_err("never an event");
            (error.kind(), error.status().as_u16())
        };
        let expected = match echo.asked {
            Asked::Signed(..) => (CouldNotCheck, 503),
            _ => (Handshake, 200),
        };
        assert_eq!(ask(), expected, "{}: none yet", echo.provider);
        verifier.replace_secrets([pasted(echo.scheme()).into()]).expect("a secret");
        assert_eq!(ask(), (Handshake, 200), "{}: one", echo.provider);
        verifier.suspend("the vault does not answer");
        assert_eq!(ask(), expected, "{}: suspended", echo.provider);
    }
}

#[test]
fn what_is_no_challenge_does_not_come_back() {
    let long = "x".repeat(1025);
    let wide = "ë".repeat(513);
    let cases: [(&str, &[&[u8]]); 13] = [
        ("none", &[]),
        ("twice", &[b"abc", b"abc"]),
        ("two", &[b"abc", b"def"]),
        ("a second one, empty", &[b"abc", b""]),
        ("1025 characters", &[long.as_bytes()]),
        ("1026 bytes in 513 characters", &[wide.as_bytes()]),
        ("a line", &[b"abc\n"]),
        ("a header", &[b"abc\r\nSet-Cookie: a=b"]),
        ("a tab", &[b"a\tb"]),
        ("a zero byte", &[b"abc\0"]),
        ("an escape sequence", &[b"\x1b[2J"]),
        ("a control character that is not ASCII", &[b"a\xc2\x85b"]),
        ("not UTF-8", &[b"abc\xff"]),
    ];
    for echo in ECHOES {
        for (case, challenges) in cases {
            echo.does_not_come_back(case, challenges);
        }
        // What is signed is the provider's own choice, and an empty text a challenge like any other.
        match echo.scheme().handshake_kind().map(|handshake| handshake.by()) {
            Some(By::Signed) => echo.comes_back("an empty one, signed", ""),
            _ => echo.does_not_come_back("an empty one", &[b""]),
        }
    }
}
