//! Verifies a GitHub delivery.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let mut mac = Hmac::<Sha256>::new_from_slice(arguments[1].as_bytes())?;
    let signature = hex::decode(arguments[2].strip_prefix("sha256=").ok_or("no signature")?)?;
    mac.update(arguments[3].as_bytes());
    mac.verify_slice(&signature)?;
    println!("{}", arguments[3].len());
    Ok(())
}
