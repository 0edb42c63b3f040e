//! Genuine deliveries as lines for a shell.

use std::net::SocketAddr;

use super::{letter::Letter, mounts};

/// Prints them.
pub(crate) fn print(address: SocketAddr) {
    let letters = [
        (
            "Stripe",
            Some(300),
            "/stripe",
            r#"{"id":"evt_1","type":"invoice.paid","data":{"object":{"amount_paid":4200}}}"#,
        ),
        ("GitHub", None, "/github", r#"{"repository":{"full_name":"octo/cat"}}"#),
        ("Standard Webhooks", Some(300), "/standard", r#"{"type":"user.created"}"#),
        ("Slack", Some(300), "/slack", r#"{"type":"event_callback","event_id":"Ev1","event":{"type":"message"}}"#),
    ];
    println!("Listening on http://{address} until Ctrl-C. Send a line twice, or change a character of it.");
    for (provider, lifetime, path, body) in letters {
        let validity = lifetime.map_or("for ever: no time is signed", |_| "for five minutes");
        println!("\n# {provider}, good {validity}. Secret: {}", mounts::at(path).secret);
        let request = Letter::to(path, body).id("example-1").sign();
        println!("curl -i http://{address}{path} \\");
        for (name, value) in request.headers {
            println!("  -H '{name}: {value}' \\");
        }
        println!("  -H 'Content-Type: application/json' --data-binary '{body}'");
    }
    println!();
}
