-- Times are microseconds since 1970-01-01 UTC. BLOB columns are sealed unless a comment says otherwise.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Wrapped data keys; a tombstone has neither master nor wrapped.
CREATE TABLE data_keys (
    scope TEXT NOT NULL,
    version BIGINT NOT NULL,
    master TEXT,
    wrapped BLOB,
    shredded_at BIGINT,
    PRIMARY KEY (scope, version),
    CHECK ((wrapped IS NULL) = (shredded_at IS NOT NULL)),
    CHECK ((wrapped IS NULL) = (master IS NULL))
);

-- The id is a keyed hash of the cookie's.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    data BLOB NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires);

-- The id is a keyed hash of the state parameter.
CREATE TABLE pending_launches (
    id TEXT PRIMARY KEY,
    data BLOB NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX pending_launches_expires ON pending_launches (expires);

-- The owner is a keyed hash of the browser session's key. `changed` grows with every change of the launch's objects.
CREATE TABLE launches (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    context BLOB NOT NULL,
    tokens BLOB,
    tokens_version BIGINT NOT NULL,
    refresh_until BIGINT,
    changed BIGINT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    ended BIGINT
);
CREATE INDEX launches_owner ON launches (owner);
CREATE INDEX launches_expires ON launches (expires);

CREATE TABLE charts (
    launch TEXT NOT NULL REFERENCES launches (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    chart BLOB NOT NULL,
    report BLOB NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (launch, hash)
);

-- How far the chart's loading is.
CREATE TABLE chart_states (
    launch TEXT PRIMARY KEY REFERENCES launches (id) ON DELETE CASCADE,
    state BLOB NOT NULL
);

CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    launch TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    author TEXT NOT NULL,
    revision BIGINT NOT NULL,
    details BLOB NOT NULL,
    document BLOB,
    review BLOB,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT
);
CREATE INDEX drafts_launch ON drafts (launch, created);
CREATE INDEX drafts_status ON drafts (status, lease_until);

CREATE TABLE draft_sections (
    draft TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (draft, position)
);

-- Kept when the launch is gone: our own copy of what was signed.
CREATE TABLE signed_notes (
    draft TEXT PRIMARY KEY,
    launch TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    note BLOB NOT NULL,
    signed_at BIGINT NOT NULL,
    audit_index BIGINT
);
CREATE INDEX signed_notes_launch ON signed_notes (launch);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    draft TEXT NOT NULL REFERENCES signed_notes (draft),
    launch TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    payload BLOB NOT NULL,
    result BLOB,
    due BIGINT NOT NULL,
    created BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT
);
CREATE INDEX outbox_due ON outbox (state, due);
CREATE INDEX outbox_launch ON outbox (launch, draft);

-- The bytes are as server/crates/audit/FORMAT.md says; their sealed parts are inside.
CREATE TABLE audit_entries (
    position BIGINT PRIMARY KEY,
    time BIGINT NOT NULL,
    scope TEXT NOT NULL,
    hash BLOB NOT NULL,
    record BLOB NOT NULL
);
CREATE INDEX audit_entries_scope ON audit_entries (scope, position);

CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    hash BLOB
);
INSERT INTO audit_head (id, size, hash) VALUES (1, 0, NULL);

-- Plain bytes: sizes and hashes.
CREATE TABLE audit_checkpoints (
    size BIGINT NOT NULL,
    time BIGINT NOT NULL,
    log_id TEXT NOT NULL,
    roots BLOB NOT NULL,
    head BLOB NOT NULL,
    mac TEXT NOT NULL,
    PRIMARY KEY (size, time)
);

-- Nobody changes what the log says, this program's own mistakes included.
CREATE TRIGGER audit_entries_keep_update BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END;
CREATE TRIGGER audit_entries_keep_delete BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END;
