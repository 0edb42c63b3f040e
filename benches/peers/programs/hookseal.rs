//! Verifies a GitHub delivery.

use hookseal::{Verifier, provider::GitHub};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let verifier = Verifier::<GitHub>::new(arguments[1].as_str())?;
    let mut headers = http::HeaderMap::new();
    headers.insert("x-hub-signature-256", arguments[2].parse()?);
    let event = verifier.verify(&headers, arguments[3].clone())?;
    println!("{}", event.body().len());
    Ok(())
}
