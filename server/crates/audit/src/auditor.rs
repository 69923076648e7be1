//! Writes and reads entries.

use std::{fmt, future::Future, sync::Arc};

use keys::{KeyError, KeyRing, Place, Scope, ScopeKey};
use time::OffsetDateTime;

use crate::{
    AuditError, AuditSink, AuditedError, Checkpoint, Detail, Entry, Event, Frontier, Hash, Head,
    Outcome, Record,
    entry::EntryHead,
    genesis,
    record::{Parts, leaf},
};

/// Tells the time. Any function that does so is one.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> OffsetDateTime;
}

impl<F: Fn() -> OffsetDateTime + Send + Sync> Clock for F {
    fn now(&self) -> OffsetDateTime {
        self()
    }
}

/// An error that can be recorded as a code: 1 to 40 characters of `a-z`, `0-9` and `_`.
pub trait FailureCode {
    /// The code; never free text.
    fn failure_code(&self) -> &str;
}

/// What [`Auditor::audited`] answers.
pub type Audited<T, E> = Result<T, AuditedError<T, E>>;

/// Writes the log. Cheap to clone.
#[derive(Clone)]
pub struct Auditor {
    log_id: Arc<str>,
    sink: Arc<dyn AuditSink>,
    keys: KeyRing,
    clock: Arc<dyn Clock>,
}

/// An action whose start is recorded. Dropped without [`Pending::finish`], the log shows a start
/// without an end: the outcome is unknown.
#[must_use = "the end of the action must be recorded"]
#[derive(Debug)]
pub struct Pending {
    event: Event,
    index: u64,
}

const TABLE: &str = "audit_entries";
const PAGE: u32 = 500;

impl Auditor {
    /// `log_id` names this log for ever; it stands in the first link of the chain.
    pub fn new(
        log_id: &str,
        sink: Arc<dyn AuditSink>,
        keys: KeyRing,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            log_id: log_id.into(),
            sink,
            keys,
            clock,
        }
    }

    /// Records that the event is about to happen.
    pub async fn begin(&self, event: Event) -> Result<Pending, AuditError> {
        let index = self.write(&event, Outcome::Begin, None).await?;
        Ok(Pending { event, index })
    }

    /// Records something that needs no start, such as a refusal; answers the entry's index.
    pub async fn record(&self, event: &Event, outcome: Outcome) -> Result<u64, AuditError> {
        self.write(event, outcome, None).await
    }

    /// Runs `work` between two entries. It is not run where its start cannot be recorded.
    pub async fn audited<T, E, F>(
        &self,
        event: Event,
        work: impl FnOnce() -> F + Send,
    ) -> Audited<T, E>
    where
        E: FailureCode,
        F: Future<Output = Result<T, E>> + Send,
    {
        let pending = self.begin(event).await.map_err(AuditedError::Refused)?;
        let result = work().await;
        let outcome = match &result {
            Ok(_) => Outcome::Success,
            Err(error) => Outcome::Failure(error.failure_code().to_owned()),
        };
        // A code that breaks the rule must not cost the entry.
        let outcome = match check_outcome(&outcome) {
            Ok(()) => outcome,
            Err(_) => Outcome::Failure("unnamed".to_owned()),
        };
        match pending.finish(self, outcome).await {
            Ok(_) => result.map_err(AuditedError::Failed),
            Err(error) => Err(AuditedError::EndNotRecorded { result, error }),
        }
    }

    /// Up to `limit` entries from index `from`, opened. What was sealed under a destroyed key has
    /// no detail.
    pub async fn read(&self, from: u64, limit: u32) -> Result<Vec<Entry>, AuditError> {
        let own = self.keys.key(&own_scope()?).await?;
        let mut entries = Vec::new();
        let mut last: Option<ScopeKey> = None;
        for (index, bytes) in (from..).zip(self.sink.read(from, limit).await?) {
            let parts = Parts::read(index, &bytes)?;
            let key = match last.take() {
                Some(key) if key.scope() == &parts.scope => key,
                _ => self.keys.reading_key(&parts.scope).await?,
            };
            entries.push(self.open(parts, &own, &key)?);
            last = Some(key);
        }
        Ok(entries)
    }

    /// Makes and keeps a checkpoint over every record so far.
    pub async fn checkpoint(&self) -> Result<Checkpoint, AuditError> {
        let last = self.sink.last_checkpoint().await?;
        let (mut tree, mut head) = match last {
            Some(last) => (last.tree, last.head),
            None => (Frontier::default(), genesis(&self.log_id)),
        };
        loop {
            let page = self.sink.read(tree.size(), PAGE).await?;
            if page.is_empty() {
                break;
            }
            for bytes in page {
                head = leaf(&bytes);
                tree.push(head);
            }
        }
        let time = self.clock.now();
        let body = Checkpoint::body(&self.log_id, &tree, &head, time);
        let checkpoint = Checkpoint {
            log_id: self.log_id.to_string(),
            tree,
            head,
            time,
            mac: self.keys.blind("audit checkpoint", &[&body]).await?,
        };
        self.sink.save_checkpoint(&checkpoint).await?;
        Ok(checkpoint)
    }

    /// Whether a checkpoint's text was made with this log's key.
    pub async fn checkpoint_is_ours(&self, text: &str) -> Result<bool, AuditError> {
        let Some((body, mac)) = text.trim_end().rsplit_once('\n') else {
            return Ok(false);
        };
        let body = format!("{body}\n");
        Ok(self.keys.blind("audit checkpoint", &[&body]).await? == mac)
    }

    async fn write(
        &self,
        event: &Event,
        outcome: Outcome,
        ends: Option<u64>,
    ) -> Result<u64, AuditError> {
        check_outcome(&outcome)?;
        let own = self.keys.key(&own_scope()?).await?;
        let key = match &event.patient {
            Some(patient) => self.keys.key(&patient.scope).await?,
            None => own.clone(),
        };
        let head = encode(&EntryHead {
            actor: event.actor.clone(),
            action: event.action,
            outcome,
            ends,
            tenant: event.tenant.clone(),
            launch: event.launch.clone(),
        })?;
        let detail = encode(&Detail {
            patient: event.patient.as_ref().map(|p| p.reference.clone()),
            objects: event.objects.clone(),
            content_hash: event.content_hash.clone(),
        })?;
        let build = |end: Head| {
            let previous = end.hash.unwrap_or_else(|| genesis(&self.log_id));
            let time = self.clock.now();
            let row = row(end.size, time, &previous);
            Record::build(
                end.size,
                time,
                &previous,
                key.scope(),
                &own.seal(&self.place(&row, "head"), &head)?,
                &key.seal(&self.place(&row, "detail"), &detail)?,
            )
        };
        Ok(self.sink.append(&build).await?.index)
    }

    fn open(&self, parts: Parts, own: &ScopeKey, key: &ScopeKey) -> Result<Entry, AuditError> {
        let row = row(parts.index, parts.time, &parts.previous);
        let fault = |what| AuditError::Format {
            index: parts.index,
            what,
        };
        let head = own.open(&self.place(&row, "head"), &parts.head)?;
        let head: EntryHead =
            serde_json::from_slice(&head).map_err(|_| fault("has an unreadable head"))?;
        let detail = match key.open(&self.place(&row, "detail"), &parts.detail) {
            Ok(plain) => Some(
                serde_json::from_slice(&plain).map_err(|_| fault("has an unreadable detail"))?,
            ),
            Err(KeyError::Shredded { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Entry {
            index: parts.index,
            time: parts.time,
            actor: head.actor,
            action: head.action,
            outcome: head.outcome,
            ends: head.ends,
            tenant: head.tenant,
            launch: head.launch,
            scope: parts.scope,
            detail,
        })
    }

    fn place<'a>(&'a self, row: &'a str, column: &'a str) -> Place<'a> {
        Place::new(&self.log_id, TABLE, row, column)
    }
}

impl Pending {
    /// Records how the action ended; answers that entry's index.
    pub async fn finish(self, auditor: &Auditor, outcome: Outcome) -> Result<u64, AuditError> {
        auditor.write(&self.event, outcome, Some(self.index)).await
    }

    /// With more objects in the entry of its end: what was not known at its start.
    pub fn also_on(mut self, objects: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.event
            .objects
            .extend(objects.into_iter().map(Into::into));
        self
    }

    /// Index of the start's entry.
    pub fn index(&self) -> u64 {
        self.index
    }
}

/// The sealed parts authenticate the clear header through the row that they are sealed for.
fn row(index: u64, time: OffsetDateTime, previous: &Hash) -> String {
    let micros = time.unix_timestamp_nanos() / 1000;
    format!("{index}.{micros}.{}", hex::encode(previous))
}

fn own_scope() -> Result<Scope, KeyError> {
    Scope::system("audit")
}

fn check_outcome(outcome: &Outcome) -> Result<(), AuditError> {
    let Outcome::Failure(code) = outcome else {
        return Ok(());
    };
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if (1..=40).contains(&code.len()) && code.bytes().all(plain) {
        return Ok(());
    }
    Err(AuditError::OutcomeCode)
}

fn encode<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, AuditError> {
    serde_json::to_vec(value).map_err(|_| AuditError::Encode)
}

impl fmt::Debug for Auditor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Auditor({})", self.log_id)
    }
}
