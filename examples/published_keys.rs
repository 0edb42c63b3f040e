//! A provider whose key nobody pastes: Google Pub/Sub signs with keys that Google publishes, and a verifier that needs one
//! says which.
//!
//! `cargo run --example published_keys --features testing,jwt,rsa`
//!
//! The program needs no network: the "internet" is a closure. In yours, `HttpKeySource` of the feature `fetch` stands there,
//! or a proxy or vault of your own. A framework's adapter calls `verify_fetching` for you.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use hookseal::{
    Verifier,
    keys::{FetchedKey, KeyRef, KeySourceError},
    provider::GooglePubSub,
    testing::{KeyPair, Signer},
};

const AUDIENCE: &str = "https://example.com/push";
const ACCOUNT: &str = "push@my-project.iam.gserviceaccount.com";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What stands in for Google: a key, and the document in which it is published.
    let google = KeyPair::of::<GooglePubSub>();
    let (published, fetches) = (google.public().to_owned(), Arc::new(AtomicUsize::new(0)));
    let internet = {
        let fetches = Arc::clone(&fetches);
        move |key: KeyRef| {
            fetches.fetch_add(1, Ordering::Relaxed);
            println!("fetching {}", key.url());
            let document = published.clone();
            async move { Ok::<_, KeySourceError>(FetchedKey::new(document)) }
        }
    };

    // Without the two settings, anyone with a Google account could push here; the builder asks for them.
    let verifier = Verifier::<GooglePubSub>::builder()
        .setting("audience", AUDIENCE)
        .setting("email", ACCOUNT)
        .key_source(internet)
        .build()?;

    let signer = |account| Signer::new::<GooglePubSub>().setting("audience", AUDIENCE).setting("email", account);
    for number in 1..=3 {
        let body = format!(r#"{{"message":{{"messageId":"{number}","data":"SGVsbG8="}},"subscription":"s"}}"#);
        let event = verifier.verify_fetching(signer(ACCOUNT).sign(google.private(), body).into_request()).await?;
        println!("message {:?}, accepted", event.id().unwrap_or_default());
    }
    println!("fetched {} time(s)", fetches.load(Ordering::Relaxed));

    let stranger = signer("someone@else.example").sign(google.private(), "{}");
    let refused = verifier.verify_fetching(stranger.into_request()).await.expect_err("another account");
    println!("refused: {refused}");
    Ok(())
}
