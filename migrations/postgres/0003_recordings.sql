-- Recordings of visits, sealed under the patient's key. `details` says who recorded and who noted the consent; `transcript` holds the segments.
-- `expires` is when the sound is deleted at the latest; `lease_until`, until when somebody transcribes it.
CREATE TABLE recordings (
    id TEXT PRIMARY KEY,
    launch TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    state TEXT NOT NULL,
    details BYTEA NOT NULL,
    transcript BYTEA,
    chunks BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    lease_until BIGINT
);
CREATE INDEX recordings_launch ON recordings (launch, created);
CREATE INDEX recordings_expires ON recordings (state, expires);

-- The sound in numbered pieces; `size` is that of the sound, not of what is sealed.
CREATE TABLE recording_chunks (
    recording TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    size BIGINT NOT NULL,
    sound BYTEA NOT NULL,
    PRIMARY KEY (recording, position)
);
