//! Endpoint checks that a scheme cannot have.

use hookseal::scheme::{Answer, Encoding, Field, Handshake, Scheme};

use super::{ACME, Case};

const LEAVE: &str = "an origin is given leave by OPTIONS, and nothing else is answered there";

pub(super) fn of_endpoint_checks() -> Vec<Case> {
    let with = |handshake| ACME.handshake(handshake);
    let signed =
        |when, challenge| with(Handshake::signed(when, "x").challenge(Field::json(challenge)).answer(Answer::Text));
    let asked = Handshake::unsigned(Field::header("x"), "");
    let by_get = Handshake::get().challenge(Field::query("c"));
    let mac = Answer::json_mac("", "mac", "", Encoding::Hex);
    let told = asked.challenge(Field::header("x"));
    let by_post = "a secret is told by a POST that nobody signed";
    let field = "is known by a header, the query, a JSON member or a form's field";
    // What the functions do not allow, configuration may say.
    let read = |handshake: &str| {
        let scheme = r#"{"name":"acme","proof":{"mac":"sha256"},"signature":{"at":{"header":"x-acme"}},"handshake":"#;
        serde_json::from_str::<Scheme>(&format!("{scheme}{handshake}}}")).expect("words")
    };
    vec![
        ("by a list's member", signed(Field::member("x"), "/x"), field),
        ("by a member's name", signed(Field::json_member_besides("x"), "/x"), field),
        ("a token in a list", with(asked.token(Field::member("t"))), field),
        ("by a wrong header", signed(Field::header("a b"), "/x"), "is not a header name"),
        ("by no pointer", signed(Field::json("x"), "/x"), "`x` is not a JSON Pointer"),
        ("a challenge at no pointer", signed(Field::json("/x"), "x"), "`x` is not a JSON Pointer"),
        ("a GET's body", with(Handshake::get().challenge(Field::json("/c"))), "by GET has no body"),
        ("a GET's form", with(Handshake::get().token(Field::form("t"))), "by GET has no body"),
        ("any POST", read(r#"{"by":"unsigned"}"#), "is told from an event by `.when(…)`"),
        ("any signed POST", read(r#"{"by":"signed"}"#), "is told from an event by `.when(…)`"),
        ("a value in no field", read(r#"{"by":"get","equals":"x"}"#), "has it in a field: say which, `.when(…)`"),
        ("nothing to echo", with(asked.answer(Answer::Text)), "is its challenge: say where that is"),
        ("nothing to learn", with(asked.learns_secret()), "is its challenge: say where that is"),
        ("a secret by GET", with(by_get.learns_secret()), by_post),
        ("a signed secret", with(Handshake::signed(Field::header("x"), "").learns_secret()), by_post),
        (
            "a secret, signed or not",
            with(Handshake::signed_or_not(Field::header("x"), "").challenge(Field::header("x")).learns_secret()),
            by_post,
        ),
        ("a MAC for whoever asks", with(told.answer(mac)), "must not be answered with a signature"),
        (
            "a MAC for whoever asks, with its key's id",
            with(told.answer(Answer::key_id_and_mac("|"))),
            "must not be answered with a signature",
        ),
        (
            "a MAC for whoever asks, signed or not",
            with(Handshake::signed_or_not(Field::header("x"), "").challenge(Field::header("x")).answer(mac)),
            "must not be answered with a signature",
        ),
        ("a notice by POST", with(Handshake::unsigned(Field::header("x"), "x").notice("y")), "is told by a GET"),
        ("a notice in no field", with(Handshake::get().notice("y")), "is told by a GET"),
        ("leave by GET", with(Handshake::get().challenge(Field::header("x")).answer(Answer::AllowedOrigin)), LEAVE),
        ("an echo by OPTIONS", with(Handshake::options().answer(Answer::Text)), LEAVE),
        (
            "an origin in the query",
            with(Handshake::options().challenge(Field::query("origin"))),
            "an endpoint check by OPTIONS is in the headers",
        ),
        ("an answer that is none", with(asked.answer(Answer::Status(199))), "with a status from 200 to 299"),
        ("an answer elsewhere", with(asked.answer(Answer::Status(300))), "with a status from 200 to 299"),
        ("a refusal that is none", with(asked.refusal(399)), "with a status from 400 to 499"),
        ("a refusal of ours", with(asked.refusal(500)), "with a status from 400 to 499"),
        ("an answer in a wrong header", with(told.answer(Answer::header("a b"))), "`a b` is not a header name"),
    ]
}
