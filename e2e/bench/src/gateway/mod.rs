//! The whole policy path of the gateway (routing, data class, pseudonyms, budget, injection scan, fingerprints, log) against a plain request
//! with the same body to the same server on this machine, both for the first request of a launch and for one whose sources the launch has sent before; how soon a first token is passed on; many streams at once; and replacing identifiers.

mod endpoint;
mod overhead;
mod streams;
mod words;

use crate::error::BenchError;
use crate::report::Report;
use endpoint::Endpoint;

/// Measures all of it.
pub(crate) async fn run(report: &mut Report) -> Result<(), BenchError> {
    words::run(report)?;
    let endpoint = Endpoint::start().await?;
    for size in [1 << 10, 64 << 10] {
        for callers in [1, 16] {
            for stream in [true, false] {
                for known in [false, true] {
                    let case = overhead::Case {
                        size,
                        callers,
                        stream,
                        known,
                    };
                    overhead::run(report, &endpoint, case).await?;
                }
            }
        }
    }
    streams::first_token(report, &endpoint).await?;
    streams::many(report, &endpoint).await
}
