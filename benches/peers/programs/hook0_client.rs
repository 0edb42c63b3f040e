//! Verifies a delivery of Hook0.

use std::time::Duration;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let headers = [("x-event-id", arguments[4].as_str())];
    let (body, tolerance) = (arguments[3].as_bytes(), Duration::from_secs(300));
    hook0_client::verify_webhook_signature(&arguments[2], body, &headers, &arguments[1], tolerance)?;
    println!("{}", arguments[3].len());
    Ok(())
}
