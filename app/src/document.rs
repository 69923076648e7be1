//! The document around every page: head, style sheet, script.

use crate::work::WorkPage;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use model::{DraftId, LaunchId};
use std::path::Path;
use std::sync::Arc;

/// Addresses of the built files. Read once, when the server starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    style: Arc<str>,
    script: Option<(Arc<str>, Arc<str>)>,
    recorder: Option<Arc<str>>,
    phrases: Option<Arc<str>>,
}

impl Assets {
    /// Reads the names from the `hash.txt` that the build leaves beside the server binary.
    ///
    /// # Errors
    /// The file cannot be read, or names no script, module or style sheet.
    pub fn read(note: &Path) -> std::io::Result<Self> {
        let text = std::fs::read_to_string(note)?;
        Self::parse(&text).ok_or_else(|| {
            let what = format!("{} names no js, wasm and css", note.display());
            std::io::Error::new(std::io::ErrorKind::InvalidData, what)
        })
    }

    /// The names of [`Assets::read`], where `hash.txt` lies beside the running binary.
    ///
    /// # Errors
    /// As [`Assets::read`].
    pub fn beside_binary() -> std::io::Result<Self> {
        Self::read(&std::env::current_exe()?.with_file_name("hash.txt"))
    }

    /// Pages without script, for tests of what the server renders.
    pub fn none() -> Self {
        Self {
            style: "/pkg/countersign.css".into(),
            script: None,
            recorder: None,
            phrases: None,
        }
    }

    /// The style sheet's address.
    pub fn style(&self) -> &str {
        &self.style
    }

    fn parse(text: &str) -> Option<Self> {
        let address = |kind: &str| {
            let hash = text
                .lines()
                .find_map(|line| line.strip_prefix(kind)?.strip_prefix(':'))?;
            Some(Arc::from(format!(
                "/pkg/countersign.{}.{kind}",
                hash.trim()
            )))
        };
        // A build that leaves a part out does not offer what it is for.
        let part = |name: &str| {
            text.lines().find_map(|line| {
                let hash = line.strip_prefix(name)?.strip_prefix(':')?.trim();
                Some(Arc::from(format!("/pkg/{name}.{hash}.js")))
            })
        };
        Some(Self {
            style: address("css")?,
            script: Some((address("js")?, address("wasm")?)),
            recorder: part("recorder"),
            phrases: part("phrases"),
        })
    }
}

/// Rendering spawns futures, on the runtime that this names. The server calls it once when it starts; a second call is no harm.
pub fn begin() {
    let _ = any_spawner::Executor::init_tokio();
}

/// The work page of a launch, whole. The server renders it in one piece (`render_app_async_with_context`) for `/l/{launch}` and
/// `/l/{launch}/d/{draft}`, with [`crate::Caller`] and `Arc<dyn Backend>` in context. Call [`begin`] once before.
pub fn work_document(assets: Assets, launch: LaunchId, draft: Option<DraftId>) -> impl IntoView {
    if let Some(shared) = Owner::current_shared_context() {
        // Nothing is hydrated, so nothing is sent along for it.
        shared.set_is_hydrating(false);
    }
    let Assets {
        style,
        script,
        recorder,
        phrases,
    } = assets;
    let later = later(recorder.as_deref(), phrases.as_deref());
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="robots" content="noindex" />
                <meta name="color-scheme" content="light dark" />
                <title>"Countersign"</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=style.to_string() />
                {script.map(|(script, module)| start(&script, &module, &later))}
            </head>
            <body>
                <WorkPage launch draft />
                <noscript><p class="banner danger">"Countersign needs JavaScript. Allow it for this page, then reload."</p></noscript>
            </body>
        </html>
    }
}

/// Loads the module and brings the page to life.
fn start(script: &str, module: &str, later: &str) -> impl IntoView + use<> {
    let code = format!(
        "{later}\
         import load,{{begin}}from{script:?};\
         await load({{module_or_path:{module:?}}});\
         begin();\
         document.documentElement.dataset.ready='';"
    );
    view! {
        <link rel="modulepreload" href=script.to_owned() />
        <link rel="preload" href=module.to_owned() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" nonce=use_nonce() inner_html=code></script>
    }
}

/// Fetches what most visits to a page have no use for: recorder and proposals when a fold that has one is opened, dot-phrases when the first is typed.
fn later(recorder: Option<&str>, phrases: Option<&str>) -> String {
    let recorder = recorder.map(|address| {
        format!("addEventListener('toggle',e=>{{e.target.querySelector?.('cs-recorder,cs-proposals')&&import({address:?})}},true);")
    });
    // Only what a person types, and only in their own words: statements and dictations.
    let phrases = phrases.map(|address| {
        format!(
            "addEventListener('input',e=>{{let t=e.target,p=t.selectionStart;e.isTrusted&&/^(edit|add)-|-dictation$/.test(t.id)\
             &&/(^|\\s)\\.[a-z][\\w-]*\\s$/.test(t.value.slice(0,p))\
             &&import({address:?}).then(m=>m.expand(t,p))}},true);"
        )
    });
    recorder.into_iter().chain(phrases).collect()
}

/// The Content-Security-Policy of every page. `frames` are the origins that may frame it: the launch's EHR; none gives `'none'`.
pub fn content_security_policy(nonce: &str, frames: &[String]) -> String {
    let frames = if frames.is_empty() {
        "'none'".to_owned()
    } else {
        frames.join(" ")
    };
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_that_names_too_little_is_refused() {
        assert_eq!(Assets::parse(""), None);
        assert_eq!(Assets::parse("js: 1\nwasm: 2\n"), None);
        let whole = Assets::parse("js: 1\nwasm: 2\ncss: 3\n").unwrap();
        assert_eq!(whole.style(), "/pkg/countersign.3.css");
        assert_eq!((whole.recorder, whole.phrases), (None, None));
        let more = Assets::parse("js: 1\nwasm: 2\ncss: 3\nrecorder: 4\nphrases: 5\n").unwrap();
        assert_eq!(more.recorder.as_deref(), Some("/pkg/recorder.4.js"));
        assert_eq!(more.phrases.as_deref(), Some("/pkg/phrases.5.js"));
    }

    #[test]
    fn nobody_may_frame_a_page_that_names_no_ehr() {
        let policy = content_security_policy("n", &[]);
        assert!(policy.ends_with("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe-inline") && policy.contains("'nonce-n'"));
    }
}
