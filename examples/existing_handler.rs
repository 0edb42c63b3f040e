//! One line in a handler that was there before: plain `verify()`, no extractor, any framework.
//!
//! `cargo run --example existing_handler --features testing`

use bytes::Bytes;
use hookseal::{Verifier, VerifyError, provider::GitHub, testing};
use http::{HeaderMap, Response, StatusCode};

/// The handler, as it was, but for the first line.
fn hook(github: &Verifier<GitHub>, headers: &HeaderMap, body: Bytes) -> Result<StatusCode, VerifyError> {
    let event = github.verify(headers, body)?;

    match event.kind() {
        Some("push") => println!("  to {:?}", event.json_at::<String>("/ref")),
        other => println!("  not of interest: {other:?}"),
    }
    Ok(StatusCode::OK)
}

/// What a framework makes of the result. axum and actix-web do it by themselves with the features of their name.
fn answer(result: Result<StatusCode, VerifyError>) -> Response<Bytes> {
    result.map_or_else(
        |error| {
            println!("  refused: {error}");
            error.response()
        },
        |status| {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = status;
            response
        },
    )
}

fn main() -> Result<(), hookseal::SetupError> {
    let github = Verifier::<GitHub>::new("the webhook's secret")?;

    println!("a push:");
    let delivery = testing::Signer::new::<GitHub>()
        .header("x-github-event", "push")
        .sign("the webhook's secret", r#"{"ref":"refs/heads/main"}"#);
    let (headers, body) = delivery.into_headers_and_body();
    println!("  {}", answer(hook(&github, &headers, body)).status());

    println!("the same, parsed and written again on the way:");
    println!("  {}", answer(hook(&github, &headers, Bytes::from_static(br#"{ "ref": "refs/heads/main" }"#))).status());
    Ok(())
}
