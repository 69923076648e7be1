//! Starting and stopping a sandbox.

use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::config::SandboxConfig;
use crate::connection::{CuttableListener, Cutter};
use crate::error::SandboxError;
use crate::router::router;
use crate::state::{Sandbox, Shared};

/// A sandbox that is serving. Dropping it stops the server.
#[derive(Debug)]
pub struct RunningSandbox {
    /// The FHIR base, as in a launch's `iss`.
    pub base_url: String,
    /// The chart's first page, to open in a browser.
    pub frame_url: String,
    /// Scheme and authority of the public address.
    pub public_url: String,
    /// The address that it listens on.
    pub address: SocketAddr,
    /// The sandbox itself, for tests that look inside or move its clock.
    pub sandbox: Shared,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl RunningSandbox {
    /// Stops accepting, lets running requests end, and waits for that.
    pub async fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
        (&mut self.task).await.ok();
    }

    /// Serves until the process ends.
    pub async fn wait(mut self) {
        (&mut self.task).await.ok();
    }
}

impl Drop for RunningSandbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Loads the charts, binds the address and serves in the background.
pub async fn start(config: SandboxConfig) -> Result<RunningSandbox, SandboxError> {
    let wanted = config.listen;
    let failed = |source| SandboxError::Listen {
        address: wanted,
        source,
    };
    let listener = TcpListener::bind(wanted).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let public_url = config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://localhost:{}", address.port()));
    let sandbox = Sandbox::new(config, &public_url)?;
    let early = sandbox.clone();
    // Made while the first page is looked at: the first launch need not wait for it.
    tokio::task::spawn_blocking(move || early.smart.keys.current().is_ok());
    let app = router(sandbox.clone()).into_make_service_with_connect_info::<Cutter>();
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(async move {
        let serving = axum::serve(CuttableListener(listener), app).with_graceful_shutdown(async {
            stopped.await.ok();
        });
        if let Err(error) = serving.await {
            tracing::error!(%error, "the sandbox stopped");
        }
    });
    Ok(RunningSandbox {
        base_url: sandbox.urls.fhir.clone(),
        frame_url: format!("{}/", sandbox.urls.public),
        public_url: sandbox.urls.public.clone(),
        address,
        sandbox,
        stop: Some(stop),
        task,
    })
}
