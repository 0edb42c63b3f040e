//! Verifies a GitHub delivery.

use webhook_verify::{Provider, Secret, VerifyOptions, verify};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let secret = Secret::new(arguments[1].as_str());
    let mut headers = http::HeaderMap::new();
    headers.insert("x-hub-signature-256", arguments[2].parse()?);
    verify(Provider::GitHub, &headers, arguments[3].as_bytes(), &secret, VerifyOptions::default())?;
    println!("{}", arguments[3].len());
    Ok(())
}
