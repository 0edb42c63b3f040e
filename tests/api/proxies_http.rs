//! Behind a proxy, in both frameworks: the peer is the connection's, and what a proxy says reaches the verifier.
#![cfg(all(feature = "testing", feature = "axum", feature = "actix"))]

use std::{
    net::{SocketAddr, TcpListener},
    thread,
};

use hookseal::{
    Scheme, Verified, Verifier,
    scheme::{Algorithm, Part},
    testing::Signer,
    verifier::{Custom, PeerAddr},
};

#[path = "../support/client.rs"]
#[allow(dead_code)] // this test uses a part of it
mod client;

use client::Request;

const SCHEME: Scheme = Scheme::mac("acme", Algorithm::Sha256).message(&[Part::Url, Part::Body]);

/// Who is believed, the URL that was signed, what a proxy says, and the answer.
type Case<'c> = (&'c str, &'c str, &'c [(&'c str, &'c str)], u16);

/// A verifier that believes those who connect from this network.
fn verifier(network: &str) -> Verifier<Custom> {
    let builder = Verifier::from_scheme(SCHEME).secret("secret");
    let hosts = ["example.com", "hooks.example.org"];
    builder.trusted_proxies([network], hosts).build().expect("a verifier")
}

fn start_axum(verifier: Verifier<Custom>) -> SocketAddr {
    use axum::{
        Router,
        extract::{ConnectInfo, Request},
        middleware,
        routing::any,
    };

    let tell_peer =
        middleware::map_request(|ConnectInfo(peer): ConnectInfo<SocketAddr>, mut request: Request| async move {
            request.extensions_mut().insert(PeerAddr(peer.ip()));
            request
        });
    let app = Router::new().route("/hook", any(|_: Verified<Custom>| async {})).layer(tell_peer).with_state(verifier);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await
        })
    });
    address
}

fn start_actix(verifier: Verifier<Custom>) -> SocketAddr {
    use actix_web::{App, HttpServer, rt::System, web};

    async fn hook(_: Verified<Custom>) -> &'static str {
        ""
    }

    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        let app = move || App::new().app_data(verifier.clone()).route("/hook", web::to(hook));
        let server = HttpServer::new(app).workers(1).disable_signals().listen(listener).expect("a listener");
        System::new().block_on(server.run())
    });
    address
}

#[test]
fn what_a_proxy_says_counts_if_the_connection_is_from_it() {
    let own = "https://example.com/hook?a=1";
    let said = "https://hooks.example.org/api/hook?a=1";
    let by_elders = [("X-Forwarded-Host", "hooks.example.org"), ("X-Forwarded-Prefix", "/api")];
    let by_standard = [("Forwarded", "for=127.0.0.1;host=hooks.example.org"), ("X-Forwarded-Prefix", "/api")];
    let chained = [("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Host", "hooks.example.org, inner")];
    let cases: [Case; 8] = [
        ("127.0.0.0/8", said, &by_elders, 200),
        ("127.0.0.0/8", said, &by_standard, 200),
        ("127.0.0.0/8", "https://hooks.example.org/hook?a=1", &chained, 200),
        ("127.0.0.0/8", own, &[], 200),
        ("127.0.0.0/8", own, &by_elders, 401),
        ("10.0.0.0/8", own, &by_elders, 200),
        ("10.0.0.0/8", own, &by_standard, 200),
        ("10.0.0.0/8", said, &by_elders, 401),
    ];
    for network in ["127.0.0.0/8", "10.0.0.0/8"] {
        for (framework, server) in [("axum", start_axum(verifier(network))), ("actix", start_actix(verifier(network)))]
        {
            for (_, url, headers, status) in cases.iter().filter(|case| case.0 == network) {
                let delivery = Signer::from_scheme(SCHEME).url(*url).sign("secret", "body");
                let request = Request::post("/hook?a=1").signed(&delivery);
                let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
                let answer = request.body(delivery.body()).ask(server);
                assert_eq!(answer.status, *status, "{framework}, {network} is trusted: {url} {headers:?}");
            }
        }
    }
}
