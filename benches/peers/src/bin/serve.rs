//! A server to be measured: `serve FRAMEWORK VARIANT` prints its address and serves until it is killed.

use hookseal_peers::{
    cpu,
    ends::{actix, axum, variant::Framework},
};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let framework = arguments.next().as_deref().and_then(Framework::named).expect("a framework: axum or actix-web");
    let variant = arguments.next().as_deref().and_then(|name| framework.variant(name)).expect("one of its variants");
    // The sender is on the other one.
    cpu::keep_to(0);
    let ready = |address| println!("{address}");
    match framework {
        Framework::Axum => axum::serve(variant, ready),
        Framework::Actix => actix::serve(variant, ready),
    }
}
