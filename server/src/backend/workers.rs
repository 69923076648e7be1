//! Work beside requests: filing what was signed, going on with drafts of vanished instances, clearing what expired.

use super::{Steps, now};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

const FILING: Duration = Duration::from_secs(2);
const RESUMING: Duration = Duration::from_secs(20);
const CLEARING: Duration = Duration::from_mins(10);
const MOST_RESUMED: u32 = 20;

/// The workers, running.
pub struct Workers {
    tasks: JoinSet<()>,
    stop: CancellationToken,
}

impl Workers {
    /// Lets each finish what it is at.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        while self.tasks.join_next().await.is_some() {}
    }
}

impl Steps {
    /// Begins the workers.
    pub fn begin_work(self: &Arc<Self>) -> Workers {
        let mut workers = Workers {
            tasks: JoinSet::new(),
            stop: CancellationToken::new(),
        };
        let (steps, stop) = (Arc::clone(self), workers.stop.clone());
        workers.tasks.spawn(async move {
            while !stop.is_cancelled() {
                while !stop.is_cancelled() && steps.file_one().await {}
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = steps.wake_filing.notified() => {}
                    () = tokio::time::sleep(FILING) => {}
                }
            }
        });
        let (steps, stop) = (Arc::clone(self), workers.stop.clone());
        workers.tasks.spawn(async move {
            while !pause(&stop, RESUMING).await {
                steps.resume_abandoned().await;
            }
        });
        let (steps, stop) = (Arc::clone(self), workers.stop.clone());
        workers.tasks.spawn(async move {
            loop {
                if let Err(error) = steps.store.purge(now()).await {
                    tracing::error!(%error, "what expired could not be cleared");
                }
                if let Err(error) = steps.sweep_recordings().await {
                    tracing::error!(%error, "recordings whose time is over could not be deleted");
                }
                if pause(&stop, CLEARING).await {
                    return;
                }
            }
        });
        workers
    }

    async fn resume_abandoned(self: &Arc<Self>) {
        let found = match self.store.abandoned_drafts(now(), MOST_RESUMED).await {
            Ok(found) => found,
            Err(error) => return tracing::error!(%error, "abandoned drafts could not be listed"),
        };
        for (launch, draft) in found {
            let resumed = async {
                match self.store.launch_for_worker(&launch).await? {
                    Some(launch) => self.resume(&launch, &draft).await,
                    None => Ok(()),
                }
            };
            if let Err(error) = resumed.await {
                tracing::error!(%error, "an abandoned draft could not be resumed");
            }
        }
    }
}

/// Waits; true where it is time to stop.
async fn pause(stop: &CancellationToken, time: Duration) -> bool {
    tokio::select! {
        () = stop.cancelled() => true,
        () = tokio::time::sleep(time) => false,
    }
}
