//! Words that contradict each other, or that need a feature which is off: found when a verifier is built.

use crate::scheme::{
    Algorithm, Answer, By, Check, Encoding, Envelope, Field, Grammar, Handshake, KeyFormat, KeyPlace, KeysAt, Must,
    Part, Payload, Proof, Scheme, SignatureAlgorithm, Slash, Source, TimeFormat,
};

mod parts;

type Verdict = Result<(), String>;

const UNSOUND: &str = "signatures are made with SHA-1, SHA-256, SHA-384 or SHA-512";

/// What is wrong with a scheme, and what to change.
pub(super) fn contradictions(scheme: &Scheme) -> Verdict {
    if scheme.name.is_empty() {
        return no("a scheme needs a name: it goes into every idempotency key");
    }
    proof(scheme)?;
    signature(scheme)?;
    timestamp(scheme)?;
    id(scheme)?;
    parts::message(scheme)?;
    parts::items(scheme)?;
    parts::encryption(scheme)?;
    checks(scheme)?;
    if any_field(scheme, Field::is_in_token) && !matches!(scheme.proof, Proof::Jws(_)) {
        return no("a place is in a token, but the scheme has none");
    }
    if let Some(KeysAt { place: KeyPlace::Certificate { pin, .. } | KeyPlace::NamedSet { pin, .. }, .. }) =
        scheme.keys_at
        && let Some(why) = pin.fault()
    {
        return no(why);
    }
    if scheme.keys_at.is_some() && !matches!(scheme.proof, Proof::Signed(_) | Proof::Jws(_) | Proof::HttpSignature(_)) {
        return no("keys that are elsewhere are public ones, and the scheme has secrets");
    }
    scheme.handshake.as_ref().map_or(Ok(()), handshake)?;
    if scheme.answer_status.is_some_and(|status| !(200..300).contains(&status)) {
        return no("a processed event is answered with a status from 200 to 299");
    }
    is_on(scheme.missing_feature())?;
    if cfg!(not(feature = "json")) && needs_json(scheme) {
        return no("it reads JSON bodies: turn the feature `json` on");
    }
    if cfg!(not(feature = "xml")) && any_field(scheme, |field| matches!(field, Field::Xml(_))) {
        return no("it reads XML bodies: turn the feature `xml` on");
    }
    Ok(())
}

fn no(why: &str) -> Verdict {
    Err(why.into())
}

/// Refuses what needs a feature that is off.
fn is_on(missing: Option<&str>) -> Verdict {
    missing.map_or(Ok(()), |feature| Err(format!("it needs the feature `{feature}`: turn it on")))
}

/// Whether a message has such a part.
fn any(scheme: &Scheme, wanted: fn(&Part) -> bool) -> bool {
    scheme.parts().into_iter().any(wanted)
}

/// Whether whichever message is signed has such a part.
fn always(scheme: &Scheme, wanted: fn(&Part) -> bool) -> bool {
    scheme.messages().into_iter().all(|parts| parts.into_iter().any(wanted))
}

/// Whether one of these places is so.
fn any_field(scheme: &Scheme, wanted: fn(&Field) -> bool) -> bool {
    fields(scheme).into_iter().any(wanted)
}

fn is_time(part: &Part) -> bool {
    matches!(part, Part::Timestamp)
}

fn proof(scheme: &Scheme) -> Verdict {
    let signs_secret = always(scheme, |part| matches!(part, Part::Secret));
    let lacks_message = scheme.messages().iter().any(Vec::is_empty);
    match scheme.proof {
        Proof::Mac(_) | Proof::Hash(_) | Proof::Signed(_) if lacks_message => no("a signature needs a message"),
        Proof::Mac(Algorithm::Keccak256) => no("Keccak-256 is a plain hash: use `Proof::Hash`"),
        Proof::Hash(_) if !signs_secret => no("a plain hash proves nothing unless `Part::Secret` is in the message"),
        Proof::Signed(algorithm) if !algorithm.is_sound() => no(UNSOUND),
        proof if scheme.key == KeyFormat::Ed25519Seed && proof != Proof::Signed(SignatureAlgorithm::Ed25519) => {
            no("a seed makes a key of Ed25519, and the scheme signs with something else")
        }
        proof if scheme.over_digest.is_some() && !matches!(proof, Proof::Signed(_)) => {
            no("only a signature with a private key is made over the digest of a message")
        }
        Proof::Jws(jws) => token(scheme, jws.payload, lacks_message),
        Proof::HttpSignature(words) => words.check(),
        Proof::Token if !scheme.parts().is_empty() => no("a token signs no message"),
        Proof::Token if scheme.timestamp.is_some() => no("a token cannot cover a timestamp"),
        _ => Ok(()),
    }
}

fn token(scheme: &Scheme, payload: Payload, lacks_message: bool) -> Verdict {
    let Proof::Jws(jws) = scheme.proof else { return Ok(()) };
    let digests = scheme.checks.iter().any(|check| matches!(check.must, Must::BeMessageDigest { .. }));
    let is_each = matches!(scheme.signature.at, Source::EachJson(_));
    let is_single = is_each || matches!(scheme.signature.at, Source::Header(_) | Source::Field(_) | Source::Body);
    match payload {
        _ if jws.algorithms.is_empty() => no("a token is signed by an algorithm: say which are accepted"),
        _ if !is_single || !matches!(scheme.signature.grammar, Grammar::Whole { .. }) => {
            no("a token is in a header, a field, in each element of a list, or the whole body")
        }
        _ if scheme.signature.encoding != Encoding::Text => no("a token is text: say `Encoding::Text`"),
        Payload::Message if lacks_message => no("a signature needs a message"),
        Payload::Message if is_each => no("several tokens have claims: what they leave out would be signed by each"),
        Payload::Claims if is_each && scheme.envelope == Envelope::Jws => {
            no("of several tokens none is the content: what counts is that all are genuine")
        }
        Payload::Message if scheme.envelope == Envelope::Jws => {
            no("a token that leaves its payload out has none to read")
        }
        Payload::Claims if !lacks_message && !digests => {
            no("the token signs its claims: tie the message to one of them with `Check::message_digest`")
        }
        Payload::Claims if lacks_message && digests => no("a claim is to be the digest of the message: say what it is"),
        _ => Ok(()),
    }
}

fn signature(scheme: &Scheme) -> Verdict {
    let signature = &scheme.signature;
    let has_token = matches!(scheme.proof, Proof::Jws(_));
    if signature.at == Source::Body && !has_token {
        return no("only a token can be the whole body: a signature cannot sign itself");
    }
    if scheme.envelope == Envelope::Jws && !has_token {
        return no("the content is in a token, but the scheme has none");
    }
    let is_token = scheme.proof == Proof::Token;
    let is_text = is_token || has_token || matches!(scheme.proof, Proof::HttpSignature(_));
    match (signature.encoding, is_text) {
        (Encoding::Text, false) => {
            return no("a signature is bytes: say how they are written, `Encoding::Hex` for one");
        }
        (Encoding::Text | Encoding::Base64, true) | (_, false) => {}
        (_, true) => return no("a token is written as it is or in base64: add `.encoding(Encoding::Text)`"),
    }
    let one_a_header =
        matches!(signature.at, Source::RepeatableHeader(_) | Source::NumberedHeaders(_) | Source::HeaderPerSecret(_));
    let is_each = matches!(signature.at, Source::EachJson(_));
    if (one_a_header || is_each) && !matches!(signature.grammar, Grammar::Whole { .. }) {
        return no("several headers have one signature each: they cannot be lists");
    }
    let is_bare = matches!(signature.grammar, Grammar::Whole { prefix } if prefix.is_empty());
    if is_each && !is_bare {
        return no("what is in each element of the body is a token and nothing else: it has no prefix");
    }
    if is_each && !is_token && !has_token {
        return no("only a token can be in each element of the body: a signature cannot sign itself");
    }
    if signature.named_by.is_some() && signature.or_algorithms.is_empty() {
        return no("a value names the algorithm: say which others there are, or check the value");
    }
    if let Source::EachJson(pointer) = &signature.at
        && pointer.as_str().matches("/*").count() != 1
    {
        return Err(format!("`{pointer}` needs one `*` where the elements are, as in `/value/*/secret`"));
    }
    if matches!(signature.at, Source::Field(Field::Member(_))) {
        return no("the signature's list is in the signature's place, so it cannot be found in itself");
    }
    if any(scheme, |part| matches!(part.field(), Some(Field::Member(_))))
        && !matches!(signature.grammar, Grammar::Pairs { .. })
    {
        return no("a part is a member of the signature's list, but the signature is no `key=value` list");
    }
    if !signature.or_algorithms.is_empty() {
        let named = matches!(signature.grammar, Grammar::Whole { prefix } if !prefix.is_empty())
            && signature.or_algorithms.iter().all(|other| !other.prefix.is_empty());
        let by_prefix = named && matches!(scheme.proof, Proof::Mac(_)) && matches!(signature.at, Source::Header(_));
        let by_value = signature.named_by.is_some() && matches!(scheme.proof, Proof::Mac(_) | Proof::Signed(_));
        if !by_prefix && !by_value {
            return no("another algorithm is told by another prefix of a MAC in a header: give each one a prefix");
        }
        if signature.or_algorithms.iter().any(|other| other.algorithm == Algorithm::Keccak256) {
            return no("Keccak-256 is a plain hash: use `Proof::Hash`");
        }
        if let Proof::Signed(signed) = scheme.proof
            && !signature.or_algorithms.iter().all(|other| signed.with_hash(other.algorithm).is_sound())
        {
            return no(UNSOUND);
        }
    }
    let leaves_out = matches!(scheme.proof, Proof::Jws(jws) if jws.payload == Payload::Message);
    if !leaves_out && any(scheme, |part| matches!(part, Part::Path(Slash::Either))) {
        return no("a slash at the path's end is tried for tokens that leave out the message, and for nothing else");
    }
    if scheme.or_message.is_some() && !matches!(signature.grammar, Grammar::Pairs { .. }) {
        return no("another message is told by another key: the signature must be a `key=value` list");
    }
    if scheme.or_ed25519.is_some() && !matches!(signature.grammar, Grammar::Versions { .. }) {
        return no("Ed25519 signatures are told by their version: the signature must be such a list");
    }
    Ok(())
}

fn timestamp(scheme: &Scheme) -> Verdict {
    let is_list = matches!(scheme.signature.grammar, Grammar::Pairs { .. } | Grammar::TimeFirst { .. });
    let alone = any(scheme, is_time);
    let always_alone = always(scheme, is_time);
    let always_listed = always(scheme, |part| is_time(part) || matches!(part, Part::Headers { .. }));
    let Some(timestamp) = &scheme.timestamp else {
        return match scheme.signature.grammar {
            _ if alone => no("the message has a timestamp, but `.timestamp(…)` does not say where it is"),
            Grammar::TimeFirst { .. } => no("the list begins with the time: add `.timestamp(Timestamp::first(…))`"),
            _ => Ok(()),
        };
    };
    let begins_with_time = matches!(scheme.signature.grammar, Grammar::TimeFirst { .. });
    match &timestamp.at {
        at if begins_with_time && !matches!(at, Field::Member(key) if key.is_empty()) => {
            no("the list begins with the time: say `Timestamp::first(…)`")
        }
        Field::Member(_) if !is_list => {
            no("the timestamp is in a `key=value` list, but the signature header is not such a list")
        }
        at @ Field::Json(_) if !always_alone && !scheme.field_is_signed(at) => {
            no("the timestamp is in the body, but neither the body nor `Part::Timestamp` is signed")
        }
        Field::Json(_) if alone && scheme.covers_body() => {
            no("a timestamp inside the body is signed with the body, it cannot be a part of its own")
        }
        Field::Json(_) | Field::Claim(_) => Ok(()),
        Field::JsonMemberBesides(_) => no("the name of a member is not a time"),
        Field::Header(_) if always_listed => Ok(()),
        at @ (Field::Query(_) | Field::Form(_)) if scheme.field_is_signed(at) => Ok(()),
        _ if !always_alone => no("the timestamp is not part of the message: an unsigned time proves nothing"),
        _ => Ok(()),
    }
}

fn id(scheme: &Scheme) -> Verdict {
    let signs_id = any(scheme, |part| matches!(part, Part::Id));
    if signs_id && !matches!(scheme.id.first(), Some(Field::Header(_))) {
        return no("the message has an id, but the first place of `.id(…)` is not a header");
    }
    let number = |format| !matches!(format, TimeFormat::Rfc3339 | TimeFormat::HttpDate);
    let ends = scheme.after_ids();
    let end = ends.first().copied().flatten();
    if ends.iter().any(|other| *other != end) {
        return no("what follows the id ends it: let it be the same in both messages");
    }
    let ends_it = |part: &Part| match part {
        Part::Literal(text) => !text.is_empty(),
        part => is_time(part),
    };
    if end.is_some_and(|part| !ends_it(part)) {
        return no("nothing tells where the id ends: put a literal after it");
    }
    let id_then_time = end.is_some_and(is_time);
    if id_then_time && scheme.timestamp.is_some_and(|timestamp| number(timestamp.format)) {
        return no(
            "nothing tells where the id ends and the number that is the time begins: put a literal between them",
        );
    }
    Ok(())
}

fn checks(scheme: &Scheme) -> Verdict {
    let checked: Vec<_> = scheme.checks.iter().flat_map(Check::places).collect();
    let several = |fields: Vec<&Field>| fields.into_iter().filter(|field| matches!(field, Field::Each(_))).count();
    if several(fields(scheme)) > several(checked) {
        return no("several values are not one: `Field::each` is for what a check looks at");
    }
    for check in scheme.checks.iter() {
        let field = &check.field;
        let unsigned = check.places().into_iter().find(|it| !scheme.field_is_signed(it));
        if let (Must::BeBodyDigest { .. }, Some(field)) = (check.must, unsigned) {
            return Err(format!("{field} is to be the digest of the body, but is not signed: it proves nothing"));
        }
        if let Field::Each(pointer) = field
            && pointer.as_str().matches("/*").count() != 1
        {
            return Err(format!("`{pointer}` needs one `*` where the elements are, as in `/value/*/secret`"));
        }
        if let Must::BeBodyDigest { hash, .. } | Must::BeMessageDigest { hash, .. } = check.must {
            is_on(hash.missing_feature())?;
        }
        if matches!(check.must, Must::Be { text, .. } | Must::BeSetting(text) if text.is_empty()) {
            return Err(format!("{field} must be something: say what, or `Check::absent`"));
        }
    }
    Ok(())
}

fn handshake(handshake: &Handshake) -> Verdict {
    let any = |wanted: fn(&Field) -> bool| handshake.places().into_iter().any(wanted);
    if any(|field| matches!(field, Field::Member(_) | Field::JsonMemberBesides(_))) {
        return no("an endpoint check is known by a header, the query, a JSON member or a form's field");
    }
    if handshake.by == By::Get && any(Field::is_in_body) {
        return no("an endpoint check by GET has no body");
    }
    if (handshake.by == By::Options) != (handshake.answer == Answer::AllowedOrigin) {
        return no("an origin is given leave by OPTIONS, and nothing else is answered there: `Handshake::options()`");
    }
    if handshake.by == By::Options && any(|field| !matches!(field, Field::Header(_))) {
        return no("an endpoint check by OPTIONS is in the headers");
    }
    if handshake.by != By::Get && handshake.when.is_none() {
        return no("an endpoint check by POST is told from an event by `.when(…)`");
    }
    if handshake.when.is_none() && !handshake.equals.is_empty() {
        return no("an endpoint check that is known by a value has it in a field: say which, `.when(…)`");
    }
    if handshake.learns_secret && handshake.by != By::Unsigned {
        return no("a secret is told by a POST that nobody signed: `Handshake::unsigned(…)`");
    }
    if handshake.challenge.is_none() && (handshake.learns_secret || !matches!(handshake.answer, Answer::Status(_))) {
        return no("the answer to the endpoint check is its challenge: say where that is");
    }
    let signs = matches!(handshake.answer, Answer::JsonMac { .. } | Answer::KeyIdAndMac { .. });
    if signs && matches!(handshake.by, By::Unsigned | By::SignedOrNot) {
        return no("an endpoint check by POST that nobody signed must not be answered with a signature");
    }
    if !handshake.notice.is_empty() && (handshake.by != By::Get || handshake.when.is_none()) {
        return no("a notice is told by a GET with its value in the field of `.when(…)`");
    }
    if matches!(handshake.answer, Answer::Status(status) if !(200..300).contains(&status)) {
        return no("an endpoint check is answered with a status from 200 to 299");
    }
    if let Answer::JsonDigest { hash, .. } = handshake.answer {
        is_on(hash.missing_feature())?;
    }
    if handshake.refusal.is_some_and(|status| !(400..500).contains(&status)) {
        return no("an endpoint check is refused with a status from 400 to 499");
    }
    Ok(())
}

fn needs_json(scheme: &Scheme) -> bool {
    let answers = scheme.handshake.is_some_and(|handshake| {
        matches!(handshake.answer, Answer::Json { .. } | Answer::JsonMac { .. } | Answer::JsonDigest { .. })
    });
    answers
        || matches!(scheme.signature.at, Source::EachJson(_) | Source::EachItem { .. })
        || any(scheme, |part| matches!(part, Part::BodyAsJson))
        || any_field(scheme, Field::is_in_json)
}

/// Every place that a scheme names.
fn fields(scheme: &Scheme) -> Vec<&Field> {
    let mut fields = Vec::new();
    fields.extend(scheme.id.iter());
    fields.extend(scheme.kind.iter());
    if let Some(handshake) = &scheme.handshake {
        fields.append(&mut handshake.places());
    }
    for part in scheme.parts() {
        fields.extend(part.field());
    }
    if let Source::Field(field) = &scheme.signature.at {
        fields.push(field);
    }
    if let Some(timestamp) = &scheme.timestamp {
        fields.push(&timestamp.at);
    }
    for check in scheme.checks.iter() {
        fields.append(&mut check.places());
        if let Must::BeSame(other) = &check.must {
            fields.push(other);
        }
    }
    if let Some(words) = &scheme.encrypted {
        fields.push(&words.at);
        fields.extend(words.check.as_ref());
    }
    fields
}
