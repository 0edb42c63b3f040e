//! Verifies and parses a Stripe event.

use stripe_webhook::Webhook;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let event = Webhook::construct_event(&arguments[3], &arguments[2], &arguments[1])?;
    println!("{}", event.id);
    Ok(())
}
