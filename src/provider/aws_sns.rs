//! AWS SNS.

use super::Provider;
use crate::{
    Tolerance,
    scheme::{Algorithm, Check, Encoding, Field, KeysAt, Part, Scheme, Signature, SignatureAlgorithm},
    scheme::{TimeFormat, Timestamp, UrlPin, When},
};

/// AWS SNS: RSA of single values of the JSON body, line by line, in its `/Signature`; SHA-256 in version 2, SHA-1 in 1.
///
/// - The certificate is fetched from `/SigningCertURL` (Lambda: `SigningCertUrl`), at `sns.{region}.amazonaws.com`. Setting
///   `topic_arn`: anyone can have their own topic signed, so only yours counts. Choose version 2 for it.
/// - Signed are `Message`, `MessageId`, `Subject`, `Timestamp`, `TopicArn` and `Type`, and `SubscribeURL` and `Token` of
///   confirmations; read them with [`Verified::signed_at`](crate::Verified::signed_at). `MessageAttributes`, `UnsubscribeURL`
///   and the headers are not. "Raw message delivery" has no signature at all: leave it off.
/// - A `SubscriptionConfirmation` is an event: call [`signed_url`](crate::Verified::signed_url)`("/SubscribeURL")` by GET.
/// - The time counts for an hour, as AWS advises. Id `/MessageId`, the same in a retry. Source: [AWS's documentation][docs].
///   Confidence: high.
///
/// [docs]: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
#[derive(Debug)]
pub enum AwsSns {}

impl Provider for AwsSns {
    const SCHEME: Scheme = Scheme::signed("aws-sns", SignatureAlgorithm::RSA_SHA256)
        .signature(
            Signature::field(Field::json("/Signature"))
                .encoding(Encoding::Base64)
                .named_by(Field::json("/SignatureVersion"), "2")
                .or_algorithm("1", Algorithm::Sha1),
        )
        .keys_at(KeysAt::certificate_at_either(Field::json("/SigningCertURL"), Field::json("/SigningCertUrl"), PIN))
        .timestamp(Timestamp::json("/Timestamp", TimeFormat::Rfc3339))
        .tolerance(Tolerance { past: std::time::Duration::from_secs(3600), ..Tolerance::DEFAULT })
        .message(MESSAGE)
        .check(Check::setting(Field::json("/TopicArn"), "topic_arn"))
        .check(Check::is_one_of(Field::json("/Type"), TYPES))
        .check(Check::same(Field::header("x-amz-sns-message-type"), Field::json("/Type")).when(When::Present))
        .id(&[Field::json("/MessageId")])
        .kind(&[Field::json("/Type")]);
}

const TYPES: [&str; 3] = ["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"];
const PIN: UrlPin = UrlPin::hosts(&["sns.*.amazonaws.com", "sns.*.amazonaws.com.cn"]).path_suffix(".pem");

/// Only `Message` may have several lines: no other values make the same text.
const MESSAGE: &[Part] = &[
    Part::literal("Message\n"),
    Part::value(Field::json("/Message")),
    Part::literal("\n"),
    Part::required_entry("MessageId\n", Field::json("/MessageId"), '\n'),
    Part::entry("Subject\n", Field::json("/Subject"), '\n'),
    Part::entry("SubscribeURL\n", Field::json("/SubscribeURL"), '\n'),
    Part::required_entry("Timestamp\n", Field::json("/Timestamp"), '\n'),
    Part::entry("Token\n", Field::json("/Token"), '\n'),
    Part::required_entry("TopicArn\n", Field::json("/TopicArn"), '\n'),
    Part::required_entry("Type\n", Field::json("/Type"), '\n'),
];
