//! Single values that are signed where the body as a whole is not: which can be read as such, and which URLs may be called.
#![cfg(all(feature = "testing", feature = "rsa", feature = "x509", feature = "sha1"))]

use hookseal::{
    Scheme, Verified, Verifier, VerifyErrorKind,
    payload::PayloadErrorKind::{self, Data, NotFound, NotSigned},
    provider::{Adyen, AwsSns, Stripe},
    scheme::{Algorithm, Field, Part, TimeFormat, Timestamp},
    testing::{self, KeyPair, Signer, TestClock},
};
use serde_json::{Value, json};

const TOPIC: &str = "arn:aws:sns:eu-west-1:123456789012:orders";

/// A message of AWS SNS with these values besides the usual ones.
fn message(more: &Value) -> Verified<AwsSns> {
    let pair = KeyPair::of::<AwsSns>();
    let mut body = json!({ "Type": "Notification", "MessageId": "m1", "TopicArn": TOPIC, "Message": "{\"order\":7}" });
    body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    let delivery = Signer::new::<AwsSns>().setting("topic_arn", TOPIC).sign(pair.private(), body.to_string());
    let sns = Verifier::<AwsSns>::builder().setting("topic_arn", TOPIC).secret(pair.public()).build();
    sns.expect("a key and a topic").verify_request(delivery.into_request()).expect("a genuine message")
}

#[test]
fn what_is_signed_is_read_and_what_is_not_is_refused() {
    let event = message(&json!({ "UnsubscribeURL": "https://evil.example/", "MessageAttributes": { "a": 1 } }));
    assert_eq!(event.kind(), Some("Notification"));
    assert_eq!(event.signed_at::<String>("/Message").expect("signed"), "{\"order\":7}");
    assert_eq!(event.signed_at::<&str>("/TopicArn").expect("signed"), TOPIC);
    let kind = |pointer| event.signed_at::<Value>(pointer).expect_err(pointer).kind();
    let cases = [
        ("/Subject", NotFound),
        ("/Token", NotFound),
        ("/UnsubscribeURL", NotSigned),
        ("/MessageAttributes/a", NotSigned),
        ("/Signature", NotSigned),
        ("/message", NotSigned),
        ("/Message/order", NotSigned),
        ("", NotSigned),
        ("Message", NotSigned),
    ];
    for (pointer, expected) in cases {
        assert_eq!(kind(pointer), expected, "{pointer}");
    }
    assert_eq!(event.signed_at::<u8>("/Message").expect_err("a text").kind(), Data);
    let told = event.signed_at::<Value>("/UnsubscribeURL").expect_err("not signed").to_string();
    assert!(told.contains("`/UnsubscribeURL`") && told.contains("unprotected()"), "{told}");
}

#[test]
fn in_items_it_is_the_same_and_where_all_is_signed_so_is_everything() {
    let body = r#"{"notificationItems":[{"NotificationRequestItem":{"merchantAccountCode":"M","reason":"r"}}]}"#;
    let (headers, body) = testing::sign::<Adyen>("44782d", body).into_headers_and_body();
    let event = Verifier::<Adyen>::new("44782d").expect("a key").verify(&headers, body).expect("genuine");
    let at = |rest: &str| {
        let pointer = format!("/notificationItems/0/NotificationRequestItem{rest}");
        event.signed_at::<Value>(&pointer).map_err(|error| error.kind())
    };
    assert_eq!(at("/merchantAccountCode"), Ok(json!("M")));
    assert_eq!(at("/reason"), Err(NotSigned));
    assert_eq!(event.signed_at::<Value>("/notificationItems/x/NotificationRequestItem").unwrap_err().kind(), NotSigned);

    let (headers, body) = testing::sign::<Stripe>("whsec_x", r#"{"a":{"b":1}}"#).into_headers_and_body();
    let event = Verifier::<Stripe>::new("whsec_x").expect("a secret").verify(&headers, body).expect("genuine");
    assert_eq!(event.signed_at::<u8>("/a/b").expect("signed"), 1);
    assert_eq!(event.signed_url("/a/b").expect_err("a number").kind(), Data);
}

/// The time is a part of the message by that name.
#[test]
fn a_signed_time_is_a_signed_value() {
    let scheme = Scheme::mac("acme", Algorithm::Sha256)
        .timestamp(Timestamp::json("/sent", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::value(Field::json("/id"))]);
    let clock = TestClock::at_unix(1_800_000_000);
    let body = r#"{"sent":1800000000,"id":"e1","note":"n"}"#;
    let signed = Signer::from_scheme(scheme).at(clock.now()).sign("secret", body);
    let builder = Verifier::from_scheme(scheme).clock(clock).secret("secret").dangerous().unprotected_body();
    let event = builder.build().expect("a scheme").verify(signed.headers(), signed.body().clone()).expect("genuine");
    assert_eq!(event.signed_at::<u64>("/sent").expect("signed"), 1_800_000_000);
    assert_eq!(event.signed_at::<String>("/id").expect("signed"), "e1");
    assert_eq!(event.signed_at::<String>("/note").expect_err("not signed").kind(), NotSigned);
}

#[test]
fn a_subscription_is_confirmed_at_aws_only() {
    let judge = |url: &str| -> Result<String, PayloadErrorKind> {
        let event = message(&json!({ "Type": "SubscriptionConfirmation", "Token": "t", "SubscribeURL": url }));
        event.signed_url("/SubscribeURL").map_err(|error| error.kind())
    };
    let query = "?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:1:t&Token=2336%2F41";
    let right = format!("https://sns.eu-west-1.amazonaws.com/{query}");
    assert_eq!(judge(&right), Ok(right.clone()));
    assert_eq!(judge(&right.replace(".com/", ".com:443/")), Ok(right.clone()));
    let longest = format!("{right}{}", "a".repeat(2048 + 1 - query.len()));
    assert_eq!(judge(&longest), Ok(longest.clone()), "a query of 2 KiB");
    for wrong in [
        format!("{longest}a"),
        right.replace("https", "http"),
        right.replace("amazonaws.com", "amazonaws.com.evil.example"),
        right.replace("sns.eu-west-1", "sns.evil.s3"),
        right.replace("https://", "https://sns.eu-west-1.amazonaws.com@evil.example/"),
        right.replace(".com/", ".com:8080/"),
        right.replace('?', "#"),
        format!("{right} "),
        format!("{right}\u{7}"),
        format!("{right}{}", "a".repeat(3000)),
        "/relative".to_owned(),
    ] {
        assert_eq!(judge(&wrong), Err(Data), "{wrong}");
    }
    let unsigned = message(&json!({ "UnsubscribeURL": right }));
    assert_eq!(unsigned.signed_url("/UnsubscribeURL").expect_err("not signed").kind(), NotSigned);
}

#[test]
fn a_message_for_another_topic_is_refused() {
    let pair = KeyPair::of::<AwsSns>();
    let delivery = Signer::new::<AwsSns>()
        .setting("topic_arn", TOPIC)
        .sign(pair.private(), r#"{"Type":"Notification","Message":"x"}"#);
    let build = |topic: &str| {
        Verifier::<AwsSns>::builder().setting("topic_arn", topic).secret(pair.public()).build().expect("a key")
    };
    assert!(build(TOPIC).verify_request(delivery.clone().into_request()).is_ok());
    let error = build("arn:aws:sns:eu-west-1:1:others").verify_request(delivery.into_request()).expect_err("another");
    assert_eq!(error.kind(), VerifyErrorKind::Unexpected);
    assert!(Verifier::<AwsSns>::builder().secret(pair.public()).build().is_err(), "the topic must be said");
}
