//! A server of keys on this machine, with a certificate of its own.
#![allow(dead_code)] // each test uses a part of it

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use hookseal::{
    keys::{FetchedKey, HttpKeySource, HttpKeySourceBuilder, KeyKind, KeyRef, KeySource, KeySourceError},
    scheme::UrlPin,
};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, pki_types::PrivatePkcs8KeyDer},
};

pub(crate) const HOST: &str = "keys.example.com";
const PIN: UrlPin = UrlPin::hosts(&[HOST, "other.example.com", "unnamed.example.com"]);
pub(crate) const PEM: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7
6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
-----END PUBLIC KEY-----
";

/// A server for two names that answers every request with these bytes, and keeps the requests.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) certificate: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn new(answer: impl Into<Vec<u8>>) -> Self {
        let names = vec![HOST.to_owned(), "other.example.com".to_owned()];
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
        let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
        let config = ServerConfig::builder().with_no_client_auth();
        let acceptor =
            TlsAcceptor::from(Arc::new(config.with_single_cert(vec![cert.der().clone()], key.into()).unwrap()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (answer, requests) = (answer.into(), Arc::new(Mutex::new(Vec::new())));
        let kept = requests.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    match stream.read_u8().await {
                        Ok(byte) => request.push(byte),
                        Err(_) => break,
                    }
                }
                kept.lock().unwrap().push(String::from_utf8(request).unwrap());
                // The client may hang up when it has had enough.
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { address, certificate: cert.pem(), requests }
    }

    pub(crate) fn client(&self) -> HttpKeySourceBuilder {
        let known = HttpKeySource::builder().trust_only(self.certificate.as_str());
        let known = known.host_at(HOST, self.address).host_at("other.example.com", self.address);
        known.allow_private_addresses()
    }

    pub(crate) async fn fetch(&self) -> Result<FetchedKey, KeySourceError> {
        self.client().build().unwrap().fetch(&key(HOST)).await
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

pub(crate) fn key(host: &str) -> KeyRef {
    KeyRef::pinned(&PIN, &format!("https://{host}/v1/key.pem"), KeyKind::Key).unwrap()
}

pub(crate) fn answer(headers: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
}
