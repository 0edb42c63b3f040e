//! XML bodies: what is read from them, and what is refused before it can do harm.
#![cfg(all(feature = "xml", feature = "testing"))]

use hookseal::{
    PayloadError, Verified, Verifier,
    payload::PayloadErrorKind::{self, Data, Syntax},
    scheme::{Algorithm, Field, Part, Scheme, Signature},
    testing::Signer,
    verifier::Custom,
};
use proptest::{collection::vec, prelude::*, sample::select};
use serde::Deserialize;

const SCHEME: Scheme =
    Scheme::mac("acme", Algorithm::Sha256).id(&[Field::xml("/xml/MsgId")]).kind(&[Field::xml("/xml/Event/Type")]);

fn event(body: impl Into<Vec<u8>>) -> Verified<Custom> {
    let request = Signer::from_scheme(SCHEME).sign("secret", body.into()).into_request();
    let verifier = Verifier::from_scheme(SCHEME).secret("secret").build().expect("a verifier");
    verifier.verify_request(request).expect("a genuine delivery")
}

/// Whatever is in it.
#[derive(Debug, Deserialize)]
struct Anything {}

fn refusal(body: impl Into<Vec<u8>>) -> Option<PayloadErrorKind> {
    let event = event(body);
    let error: Option<PayloadError> = event.xml::<Anything>().err();
    if error.as_ref().is_some_and(|error| error.kind() == Syntax) {
        assert_eq!((event.id(), event.kind()), (None, None), "what is refused has no id");
    }
    error.map(|error| error.kind())
}

#[test]
fn a_document_is_read_as_a_type() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Message<'a> {
        #[serde(rename = "@lang")]
        lang: Option<&'a str>,
        #[serde(rename = "MsgId")]
        id: u64,
        #[serde(rename = "Content")]
        content: String,
        #[serde(rename = "Item", default)]
        items: Vec<u8>,
    }

    let body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- a note --><xml lang=\"de\"><MsgId>1</MsgId>\
                <Content><![CDATA[<Zoë> & ]]>&lt;&#x2603;&amp;&#9731;</Content><Item>1</Item><Item>2</Item></xml>\n";
    let event = event(body);
    let message: Message = event.xml().expect("a message");
    let wanted = Message { lang: Some("de"), id: 1, content: "<Zoë> & <☃&☃".into(), items: vec![1, 2] };
    assert_eq!(message, wanted);
    assert_eq!((event.id(), event.id_is_signed()), (Some("1"), true));

    let error = event.xml::<Vec<u8>>().expect_err("another type");
    assert_eq!(error.kind(), Data);
    assert!(!error.to_string().contains("Zoë"), "{error}");
}

#[test]
fn ids_and_types_are_found_by_their_path() {
    let cases = [
        ("<xml><MsgId>7</MsgId><Event><Type>a</Type></Event></xml>", Some("7"), Some("a")),
        ("\u{feff}<xml><MsgId>7</MsgId></xml>", Some("7"), None),
        ("<xml><MsgId>\n  7\t</MsgId></xml>", Some("7"), None),
        ("<xml><MsgId><![CDATA[a<b]]></MsgId></xml>", Some("a<b"), None),
        ("<xml><MsgId>a&amp;<!-- no -->b<?no?>&#33;</MsgId></xml>", Some("a&b!"), None),
        // The prefix is the sender's choice.
        (r#"<w:xml xmlns:w="urn:w"><w:MsgId>7</w:MsgId></w:xml>"#, Some("7"), None),
        // The same names elsewhere are something else.
        ("<xml><a><MsgId>8</MsgId><xml><MsgId>9</MsgId></xml></a><MsgId>7</MsgId></xml>", Some("7"), None),
        ("<a><MsgId>7</MsgId></a>", None, None),
        ("<xml><a><MsgId>7</MsgId></a></xml>", None, None),
        ("<xml><msgid>7</msgid></xml>", None, None),
        ("<xml MsgId=\"7\"/>", None, None),
        // Empty is no id.
        ("<xml><MsgId/></xml>", None, None),
        ("<xml><MsgId> </MsgId></xml>", None, None),
        // Repeated, wherever on the way: which of them counts differs from parser to parser.
        ("<xml><MsgId>7</MsgId><MsgId>7</MsgId></xml>", None, None),
        ("<xml><MsgId>7</MsgId><MsgId/></xml>", None, None),
        ("<xml><Event><Type>a</Type></Event><Event/></xml>", None, None),
        ("<xml><Event/><Event><Type>a</Type></Event></xml>", None, None),
        (r#"<xml xmlns:a="urn:a"><MsgId>7</MsgId><a:MsgId>8</a:MsgId></xml>"#, None, None),
        // Elements where text should be.
        ("<xml><MsgId>7<b/></MsgId></xml>", None, None),
        ("<xml><MsgId><MsgId>7</MsgId></MsgId></xml>", None, None),
        // Not well-formed from there on.
        ("<xml><MsgId>7</MsgId></xml><xml/>", None, None),
        ("<xml><MsgId>7</MsgId>", None, None),
        ("<xml><MsgId>7</Other></xml>", None, None),
        (r#"{"xml":{"MsgId":"7"}}"#, None, None),
        ("", None, None),
    ];
    for (body, id, kind) in cases {
        let event = event(body);
        assert_eq!((event.id(), event.kind()), (id, kind), "{body}");
    }
    let long = |length| format!("<xml><MsgId>{}</MsgId></xml>", "7".repeat(length));
    assert_eq!(event(long(512)).id().map(str::len), Some(512));
    assert_eq!(event(long(513)).id(), None);
}

#[test]
fn what_makes_xml_dangerous_is_refused() {
    let laugh = |n: u8| format!("<!ENTITY lol{n} \"{}\">", format!("&lol{};", n - 1).repeat(10));
    let laughs = (1..10).map(laugh).collect::<Vec<_>>().concat();
    let attributes = |count| (0..count).map(|n| format!(" a{n}=\"\"")).collect::<Vec<_>>().concat();
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("a billion laughs", format!("<!DOCTYPE a [<!ENTITY lol0 \"lol\">{laughs}]><a>&lol9;</a>").into()),
        ("an external entity", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>".into()),
        ("an external document type", "<!DOCTYPE a SYSTEM \"http://example.com/a.dtd\"><a/>".into()),
        ("a document type without entities", "<!DOCTYPE a><a/>".into()),
        ("a document type in lower case", "<!doctype a><a/>".into()),
        ("a document type later on", "<a/><!DOCTYPE a>".into()),
        ("an entity nobody declared", "<a>&x;</a>".into()),
        ("an entity of HTML", "<a>&nbsp;</a>".into()),
        ("an entity in an attribute", "<a b=\"&x;\"/>".into()),
        ("no character", "<a>&#x110000;</a>".into()),
        ("a surrogate", "<a>&#xD800;</a>".into()),
        ("a bare ampersand", "<a>a & b</a>".into()),
        ("65 levels", nested(65).into()),
        ("100,000 levels", nested(100_000).into()),
        ("100,000 levels, never closed", "<a>".repeat(100_000).into()),
        ("65 attributes", format!("<a{}/>", attributes(65)).into()),
        ("50,000 attributes", format!("<a{}/>", attributes(50_000)).into()),
        ("an attribute twice", "<a b=\"\" b=\"\"/>".into()),
        ("invalid UTF-8", b"<a>\xff</a>".into()),
        ("UTF-16", b"\xff\xfe<\0a\0/\0>\0".into()),
        ("another encoding", "<?xml version=\"1.0\" encoding=\"GBK\"?><a/>".into()),
        ("a declaration in the middle", "<a><?xml version=\"1.0\"?></a>".into()),
        ("an open comment", "<a><!-- </a>".into()),
        ("an open CDATA section", "<a><![CDATA[</a>".into()),
        ("an open tag", "<a".into()),
        ("a tag that was never opened", "</a>".into()),
        ("tags that overlap", "<a><b></a></b>".into()),
        ("two roots", "<a/><b/>".into()),
        ("text before the root", "x<a/>".into()),
        ("text after the root", "<a/>x".into()),
        ("CDATA after the root", "<a/><![CDATA[x]]>".into()),
        ("a reference after the root", "<a/>&amp;".into()),
        ("nothing", "".into()),
        ("a comment alone", "<!-- a -->".into()),
        ("JSON", "{}".into()),
    ];
    for (case, body) in cases {
        assert_eq!(refusal(body), Some(Syntax), "{case}");
    }
    for (case, body) in [
        ("64 levels", nested(64)),
        ("64 attributes", format!("<a{}/>", attributes(64))),
        ("a mark of the byte order", "\u{feff}<a/>".into()),
        ("an instruction", "<?php no ?><a/><!-- b -->".into()),
        ("upper case", "<?xml version='1.0' encoding='UTF-8'?><a/>".into()),
    ] {
        assert_eq!(refusal(body), None, "{case}");
    }
}

#[test]
fn an_error_says_where_and_why_but_not_what() {
    let event = event("<xml><token>hunter2</token><!DOCTYPE x></xml>");
    let error = event.xml::<Anything>().expect_err("a document type");
    let why = std::error::Error::source(&error).expect("a reason").to_string();
    assert!(error.to_string().contains("byte 27") && why.contains("document type"), "{error}: {why}");
    assert!(!format!("{error} {why} {error:?}").contains("hunter2"), "{error:?}");
}

/// What is in XML can be a part of the message, and the signature, as in the WeCom suite.
#[test]
fn values_inside_xml_can_be_signed() {
    let part = Part::value(Field::xml("/xml/Encrypt"));
    let scheme = Scheme::mac("acme", Algorithm::Sha256).message(&[part]);
    let in_body = scheme.signature(Signature::field(Field::xml("/xml/Signature")));
    let deep = Scheme::mac("acme", Algorithm::Sha256).message(&[Part::value(Field::xml("/a/b/c"))]);
    let cases = vec![
        ("as it is", scheme, "<xml><Encrypt>abc</Encrypt></xml>"),
        ("filled in", scheme, "<xml><Other/></xml>"),
        ("made", deep, ""),
        ("with the signature", in_body, "<xml><Encrypt><![CDATA[abc]]></Encrypt></xml>"),
    ];
    for (case, scheme, body) in cases {
        let builder = Verifier::from_scheme(scheme).secret("secret").dangerous().unprotected_body();
        let verifier = builder.build().expect("a verifier");
        let request = Signer::from_scheme(scheme).sign("secret", body).into_request();
        let text = String::from_utf8(request.body().to_vec()).expect("UTF-8");
        assert!(verifier.verify_request(request.clone()).is_ok(), "{case}: {text}");
        for (from, to) in
            [("abc", "abd"), ("value", "valuf"), ("</Encrypt>", "</Encrypt><Encrypt/>"), ("</c>", "</c><c/>")]
        {
            let changed = text.replace(from, to);
            let judged = verifier.verify_request(request.clone().map(|_| changed.clone().into_bytes()));
            assert_eq!(judged.is_ok(), changed == text, "{case}: {changed}");
        }
    }
}

proptest! {
    /// Whatever comes, it is read or refused; and what is read has its id where a simple look finds it.
    #[test]
    fn no_document_is_too_strange(
        pieces in vec(select(vec![
            "<xml>", "</xml>", "<MsgId>", "</MsgId>", "<MsgId/>", "7", " ", "<a b='&lt;'>", "</a>", "<![CDATA[", "]]>", "<!--",
            "-->", "<?x", "?>", "&amp;", "&#0;", "&#x10FFFF;", "&", ";", "<", ">", "\"", "<!DOCTYPE", "\u{feff}", "ë", "\r\n",
            "<xml xmlns='urn:x'>", "<:MsgId>", "<a:b:c/>", "<xmlns/>", "\0",
        ]), 0..24)
    ) {
        let body = pieces.concat();
        let event = event(body.clone());
        let is_read = event.xml::<Anything>().is_ok();
        let once = body.matches("<MsgId").count() == 1 && body.contains("<MsgId>7</MsgId>");
        prop_assert!(!is_read || !once || event.id().is_none_or(|id| id == "7"), "{body}: {:?}", event.id());
    }

    #[test]
    fn no_bytes_are_too_strange(body in vec(any::<u8>(), 0..64)) {
        let event = event(body);
        let _ = (event.id(), event.xml::<Anything>().is_ok());
    }
}

/// A type that contains itself is as deep as a document may be, not as the stack allows.
#[test]
fn types_that_nest_are_read_as_deep_as_documents_may_be() {
    #[derive(Deserialize)]
    struct Nested {
        a: Option<Box<Nested>>,
    }

    let depth = |levels: usize| {
        let event = event(format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels)));
        let mut nested = event.xml::<Nested>().map_err(|error| error.kind())?;
        let mut depth = 1;
        while let Some(inner) = nested.a {
            (nested, depth) = (*inner, depth + 1);
        }
        Ok(depth)
    };
    assert_eq!(depth(64), Ok(64));
    assert_eq!(depth(65), Err(Syntax));
}
