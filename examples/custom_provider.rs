//! A provider of your own: a service that signs `{timestamp}:{path}:{body}` with SHA-512, and a scheme made at run time.
//!
//! `cargo run --example custom_provider --features testing`

use hookseal::{
    Provider, Scheme, Verifier,
    scheme::{Algorithm, Encoding, Field, Part, Signature, TimeFormat, Timestamp},
    testing::{self, Signer},
};

/// Our warehouse. It signs with SHA-512, in base64url, over time, a header and body.
enum Warehouse {}

impl Provider for Warehouse {
    const SCHEME: Scheme = Scheme::mac("warehouse", Algorithm::Sha512)
        .signature(Signature::header("x-warehouse-signature").encoding(Encoding::Base64Url))
        .timestamp(Timestamp::header("x-warehouse-time", TimeFormat::UnixMillis))
        .message(&[
            Part::Timestamp,
            Part::literal(":"),
            Part::header("x-warehouse-site"),
            Part::literal(":"),
            Part::Body,
        ])
        .id(&[Field::json("/movement/id")])
        .kind(&[Field::json("/movement/type")]);
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let body = r#"{"movement":{"id":"m-17","type":"arrival"}}"#;

    // Known when the program is written: a type.
    let warehouse = Verifier::<Warehouse>::new("correct horse battery staple")?;
    let delivery =
        Signer::new::<Warehouse>().header("x-warehouse-site", "Bremen").sign("correct horse battery staple", body);
    let event = warehouse.verify(delivery.headers(), delivery.body().clone())?;
    println!("{}: {:?} is a {:?}", event.provider(), event.id(), event.kind());
    assert!(event.id_is_signed());

    // Another site than the one that was signed is another message.
    let mut forged = delivery.clone();
    forged.headers_mut().insert("x-warehouse-site", "Basel".parse()?);
    let (headers, forged_body) = forged.into_headers_and_body();
    let error = warehouse.verify(&headers, forged_body).expect_err("a signed header was changed");
    println!("refused with {}: {error}", error.status());

    // Known when the program runs: a value.
    let partner =
        Scheme::mac("partner-7", Algorithm::Sha256).signature(Signature::header("x-partner").prefix("sha256="));
    let verifier = Verifier::from_scheme(partner).secret("their secret").build()?;
    let (headers, partner_body) = Signer::from_scheme(partner).sign("their secret", "{}").into_headers_and_body();
    println!("{}: accepted", verifier.verify(&headers, partner_body)?.provider());

    // And none of them takes the deliveries of another.
    let (headers, foreign) = testing::sign::<hookseal::provider::GitHub>("their secret", "{}").into_headers_and_body();
    println!("refused: {}", verifier.verify(&headers, foreign).expect_err("GitHub signs in another header"));
    Ok(())
}
