//! Certificates, private authorities, and the environment's proxies.
//!
//! `tests/tls` holds an authority of the tests and two certificates that it gave, for `localhost` and for `ward.example.org`, with their key.

use crate::scene::{Builder, GOOD, Scene, compatible};
use models::{Act, Mock};
use serde_json::json;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

fn pem(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/tls")
        .join(name)
}

/// A mock behind TLS with this certificate; its port.
async fn behind(mock: &Mock, certificate: &str) -> u16 {
    let chain = vec![CertificateDer::from_pem_file(pem(certificate)).unwrap()];
    let key = PrivateKeyDer::from_pem_file(pem("server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let inner = mock.origin.strip_prefix("http://").unwrap().to_owned();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, inner) = (acceptor.clone(), inner.clone());
            tokio::spawn(async move {
                let mut outside = acceptor.accept(stream).await?;
                let mut inside = TcpStream::connect(inner).await?;
                tokio::io::copy_bidirectional(&mut outside, &mut inside).await
            });
        }
    });
    port
}

fn at(mock: &Mock, port: u16) -> Builder {
    Scene::of(mock).with(&json!({"url": format!("https://localhost:{port}/v1"), "attempts": 1}))
}

#[tokio::test]
async fn a_certificate_of_another_name_or_authority_is_refused() {
    let mock = compatible(vec![Act::say(GOOD)]).await;
    let (own, other) = (
        behind(&mock, "localhost.pem").await,
        behind(&mock, "ward.pem").await,
    );
    let ca = json!({"ca_file": "tls/ca.pem"});
    let named = json!({"tls_name": "ward.example.org"});
    for (what, scene) in [
        ("an authority that is not known", at(&mock, own)),
        ("another name", at(&mock, other).with(&ca)),
        (
            "another name than is registered",
            at(&mock, own).with(&ca).with(&named),
        ),
    ] {
        let error = scene.build().ask().await.unwrap_err();
        assert_eq!(error.name(), "unreachable", "{what}");
    }
    assert!(
        mock.seen().is_empty(),
        "nothing is sent before the name is known"
    );
    at(&mock, own).with(&ca).build().ask().await.unwrap();
    at(&mock, other)
        .with(&ca)
        .with(&named)
        .build()
        .ask()
        .await
        .unwrap();
    assert_eq!(mock.seen().len(), 2);
}

/// Runs in a process of its own, with the proxies of [`no_proxy_of_the_environment_is_asked`] in its environment.
#[tokio::test]
#[ignore = "a part of the test below, which runs it"]
async fn with_proxies() {
    let mock = compatible(vec![Act::say(GOOD)]).await;
    Scene::of(&mock).attempts(1).build().ask().await.unwrap();
    assert_eq!(mock.seen().len(), 1);
    // A client that goes by the environment asks the proxy, so there is one.
    let other = reqwest::get(&mock.origin).await.unwrap();
    assert_eq!(other.status(), 418);
}

#[tokio::test]
async fn no_proxy_of_the_environment_is_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let told = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 1024];
            let length = stream.read(&mut head).await.unwrap_or(0);
            let line = String::from_utf8_lossy(&head[..length]).into_owned();
            told.lock().unwrap().push(line);
            let _ = stream
                .write_all(b"HTTP/1.1 418 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                .await;
        }
    });
    let mut child = tokio::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "cases::tls::with_proxies", "--ignored"]);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        child.env(name, &url).env(name.to_lowercase(), &url);
    }
    child.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = child.output().await.unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && told.contains("1 passed"),
        "{told}"
    );
    let asked = asked.lock().unwrap();
    assert!(
        asked.len() == 1 && asked[0].starts_with("GET "),
        "{} requests to the proxy",
        asked.len()
    );
}
