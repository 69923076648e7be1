-- What the clinician decided about data that a note proposes for the chart, sealed under the patient's key. An item is named by a hash of what it is.
CREATE TABLE proposals (
    draft TEXT NOT NULL,
    item TEXT NOT NULL,
    launch TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    decision BLOB NOT NULL,
    decided BIGINT NOT NULL,
    PRIMARY KEY (draft, item)
);
CREATE INDEX proposals_launch ON proposals (launch, draft);

-- The item that a job writes; empty for the note itself. Each is written by one job.
ALTER TABLE outbox ADD COLUMN item TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX outbox_item ON outbox (draft, item) WHERE item <> '';
