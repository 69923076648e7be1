//! A client whose connections can go to the checked addresses of one host only.

use crate::address;
use crate::agreement::AgreementKind;
use crate::endpoint::Endpoint;
use crate::error::GatewayError;
use reqwest::{Certificate, Client};
use std::time::Duration;
use url::Url;

/// Longest time for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// Resolves the host once, checks what it resolves to, and makes a client that connects there and nowhere else. `target` is the endpoint
/// itself, or the place where its tokens are issued.
pub(crate) async fn client(endpoint: &Endpoint, target: &Url) -> Result<Client, GatewayError> {
    let own = endpoint.agreement.kind == AgreementKind::OwnPremises;
    let itself = target.host() == endpoint.url.host();
    let ranges = if itself {
        endpoint.addresses.as_slice()
    } else {
        &[]
    };
    let addresses = address::resolve(target, own, ranges, &endpoint.name).await?;
    let mut builder = Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT)
        .pool_idle_timeout(Duration::from_mins(1))
        .tcp_nodelay(true)
        .https_only(target.scheme() == "https");
    let name = endpoint.tls_name.as_deref().filter(|_| itself);
    if let Some(host) = name.or_else(|| target.host_str()) {
        builder = builder.resolve_to_addrs(host, &addresses);
    }
    if let Some(pem) = &endpoint.ca {
        let ca = Certificate::from_pem_bundle(pem)
            .map_err(|_| GatewayError::Unreachable(endpoint.name.clone()))?;
        builder = builder.tls_certs_only(ca);
    }
    builder
        .build()
        .map_err(|_| GatewayError::Unreachable(endpoint.name.clone()))
}
