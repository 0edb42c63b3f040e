//! Verifies a delivery of Standard Webhooks.

use standardwebhooks::Webhook;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let verifier = Webhook::new(&arguments[1])?;
    let mut headers = http::HeaderMap::new();
    for (name, value) in ["webhook-id", "webhook-timestamp", "webhook-signature"].into_iter().zip(&arguments[3..]) {
        headers.insert(name, value.parse()?);
    }
    verifier.verify(arguments[2].as_bytes(), &headers)?;
    println!("{}", arguments[2].len());
    Ok(())
}
