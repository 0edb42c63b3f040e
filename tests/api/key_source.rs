//! Keys over HTTPS, from a server on this machine that does what servers should not.
#![cfg(all(feature = "fetch", feature = "ecdsa"))]

use std::{net::SocketAddr, time::Duration};

use hookseal::keys::{HttpKeySource, KeyCache, KeySource, KeySourceError, Lookup};
use tokio::net::TcpListener;

#[path = "../support/key_server.rs"]
mod key_server;

use key_server::{HOST, PEM, Server, answer, key};

/// The error and its causes.
fn said(error: &KeySourceError) -> String {
    let mut said = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}

#[tokio::test]
async fn a_key_is_fetched_and_known() {
    let server = Server::new(answer("", PEM)).await;
    let (cache, source) = (KeyCache::new(), server.client().build().unwrap());
    assert_eq!(cache.resolve(&key(HOST), &source).await.unwrap().count(), 1);
    assert!(matches!(cache.lookup(&key(HOST)), Lookup::Known(_)));
    cache.resolve(&key(HOST), &source).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let request = requests[0].to_lowercase();
    assert!(request.starts_with("get /v1/key.pem http/1.1\r\n"), "{request}");
    assert!(request.contains("host: keys.example.com\r\n"), "{request}");
    for unwanted in ["authorization", "cookie", "referer", "accept-encoding"] {
        assert!(!request.contains(unwanted), "{request}");
    }
}

#[tokio::test]
async fn only_200_is_an_answer() {
    let redirect = "location: https://other.example.com/v1/key.pem\r\n";
    for status in [
        "301 Moved",
        "302 Found",
        "307 Temporary",
        "308 Permanent",
        "204 No Content",
        "206 Partial",
        "404 Not Found",
        "500 Oops",
    ] {
        let body = if status.starts_with("204") { "" } else { PEM };
        let answer = answer(redirect, body).replace("200 OK", status);
        let server = Server::new(answer).await;
        let error = server.fetch().await.unwrap_err();
        assert!(said(&error).contains(&status[..3]), "{}", said(&error));
        assert_eq!(server.requests().len(), 1, "{status}: nothing is followed or tried again");
    }
}

#[tokio::test]
async fn documents_are_limited_while_they_arrive() {
    let exact = Server::new(answer("", &"k".repeat(64 * 1024))).await;
    exact.fetch().await.unwrap();
    let promised = Server::new("HTTP/1.1 200 OK\r\ncontent-length: 65537\r\n\r\n").await;
    let chunk = format!("{:x}\r\n{}\r\n", 16 * 1024, "k".repeat(16 * 1024));
    let endless = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{}", chunk.repeat(100));
    let until_closed = format!("HTTP/1.1 200 OK\r\n\r\n{}", "k".repeat(64 * 1024 + 1));
    for server in [promised, Server::new(endless).await, Server::new(until_closed).await] {
        let error = server.fetch().await.unwrap_err();
        assert!(said(&error).contains("64 KiB"), "{}", said(&error));
    }
    let cut_off = Server::new("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n-----BEGIN").await;
    cut_off.fetch().await.unwrap_err();
}

#[tokio::test]
async fn what_is_no_http_is_no_answer() {
    for nonsense in ["", "\0\0\0", "HTTP/1.1 abc\r\n\r\n", "SSH-2.0-OpenSSH\r\n"] {
        let error = Server::new(nonsense).await.fetch().await.unwrap_err();
        assert!(said(&error).starts_with("no answer"), "{}", said(&error));
        assert!(!said(&error).contains("/v1/key.pem"), "{}", said(&error));
    }
}

#[tokio::test]
async fn how_long_it_may_be_kept() {
    let table = [
        ("", "None"),
        ("cache-control: public, max-age=19800, must-revalidate\r\n", "Some(19800s)"),
        ("Cache-Control: Max-Age=\"60\"\r\n", "Some(60s)"),
        ("cache-control: max-age=3600\r\nage: 600\r\n", "Some(3000s)"),
        ("cache-control: max-age=60\r\nage: 600\r\n", "Some(0ns)"),
        ("cache-control: max-age=3600\r\ncache-control: max-age=60\r\n", "Some(60s)"),
        ("cache-control: no-store, max-age=60\r\n", "Some(0ns)"),
        ("cache-control: no-cache\r\n", "Some(0ns)"),
        ("cache-control: s-maxage=60, private\r\n", "None"),
        ("cache-control: max-age=-1, max-age=x, max-age=99999999999999999999999\r\n", "None"),
        ("age: 5\r\nexpires: 0\r\n", "None"),
    ];
    for (headers, expected) in table {
        let fetched = Server::new(answer(headers, PEM)).await.fetch().await.unwrap();
        let written = format!("{fetched:?}");
        assert!(written.contains(&format!("max_age: {expected} ")), "{headers:?}: {written}");
    }
}

#[tokio::test]
async fn a_token_is_for_its_host() {
    let server = Server::new(answer("", PEM)).await;
    let builder = server.client().header_for("Keys.Example.com", "authorization", "Bearer TEST_API_KEY");
    let written = format!("{builder:?}");
    let source = builder.build().unwrap();
    for written in [written, format!("{source:?}")] {
        assert!(!written.contains("TEST_API_KEY") && written.contains("keys.example.com"), "{written}");
    }
    source.fetch(&key(HOST)).await.unwrap();
    source.fetch(&key("other.example.com")).await.unwrap();
    let requests = server.requests();
    assert!(requests[0].contains("authorization: Bearer TEST_API_KEY\r\n"), "{}", requests[0]);
    assert!(!requests[1].contains("TEST_API_KEY"), "{}", requests[1]);

    let wrong =
        |name: &str, value: &str| server.client().header_for(HOST, name, value).build().unwrap_err().to_string();
    assert!(wrong("no header", "x").contains("no header"));
    let newline = wrong("authorization", "Bearer TEST_API_KEY\n");
    assert!(newline.contains("line break") && !newline.contains("TEST_API_KEY"), "{newline}");
}

#[tokio::test]
async fn the_certificate_must_be_the_hosts() {
    let server = Server::new(answer("", PEM)).await;
    let source = server.client().host_at("unnamed.example.com", server.address).build().unwrap();
    let error = source.fetch(&key("unnamed.example.com")).await.unwrap_err();
    assert!(said(&error).to_lowercase().contains("certificate"), "{}", said(&error));

    let stranger = Server::new("").await;
    let source = stranger.client().host_at(HOST, server.address).build().unwrap();
    let error = source.fetch(&key(HOST)).await.unwrap_err();
    assert!(said(&error).to_lowercase().contains("certificate"), "{}", said(&error));
    assert!(server.requests().is_empty());
    let in_full = KeyCache::new().resolve(&key(HOST), &source).await.unwrap_err().to_string();
    assert!(
        in_full.starts_with("the key at https://keys.example.com/v1/key.pem could not be fetched: no answer"),
        "{in_full}"
    );
    assert!(in_full.to_lowercase().contains("certificate"), "an operator sees the cause: {in_full}");
    assert!(HttpKeySource::builder().trust_only("no PEM").build().is_err());
}

/// None of them is connected to, so none of them need be there.
#[tokio::test]
async fn names_that_lead_inside_are_refused() {
    let special = "0.0.0.0 0.255.255.255 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 \
                   169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 \
                   198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.1.2.3 240.0.0.1 255.255.255.255 \
                   :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b:1::1 \
                   100::1 2001::1 2001:1ff::1 2001:db8::1 2002:7f00:1::1 2002:a9fe:a9fe::1 3fff::1 5f00::1 fc00::1 \
                   fdff::1 fe80::1 fec0::1 ff02::1 ffff::1";
    let server = Server::new(answer("", PEM)).await;
    let trusted = || HttpKeySource::builder().trust_only(server.certificate.as_str());
    for address in special.split_whitespace() {
        let address = SocketAddr::new(address.parse().unwrap(), server.address.port());
        let error = trusted().host_at(HOST, address).build().unwrap().fetch(&key(HOST)).await.unwrap_err();
        assert!(said(&error).contains("no public address"), "{address}: {}", said(&error));
    }
    assert!(server.requests().is_empty());
    let allowed = trusted().host_at(HOST, server.address).allow_private_addresses().build().unwrap();
    assert!(allowed.fetch(&key(HOST)).await.is_ok());
}

#[tokio::test]
async fn a_server_that_stalls_is_left() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = Server::new("").await;
    let source = server.client().host_at(HOST, address).build().unwrap();
    // Nothing is ever read or written there. Time stands still until there is nothing else to do.
    tokio::time::pause();
    let error = tokio::time::timeout(Duration::from_secs(60), source.fetch(&key(HOST))).await.unwrap().unwrap_err();
    assert!(said(&error).contains("5 seconds"), "{}", said(&error));
}
