/**
 * The tables of the store. `key` is the number of the row inside the store, `id` the caller's id. Times are Unix
 * seconds; `metadata` and `content` are JSON. The numbers of registered clients and active transactions are not
 * stored. They are counted, and indexes make this cheap.
 */
const FIRST_TABLES = `
CREATE TABLE authority (
  private_key BLOB NOT NULL,          -- PKCS #8
  certificate BLOB NOT NULL           -- DER
) STRICT;

CREATE TABLE organization (
  key         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL,
  environment TEXT NOT NULL,
  UNIQUE (id, environment)
) STRICT;

CREATE TABLE api_key (
  api_key      TEXT PRIMARY KEY,
  secret_hash  BLOB NOT NULL,
  organization INTEGER NOT NULL REFERENCES organization
) STRICT;

CREATE TABLE session (
  key                INTEGER PRIMARY KEY,
  api_key            TEXT NOT NULL REFERENCES api_key,
  host               TEXT NOT NULL,
  access_hash        BLOB NOT NULL UNIQUE,
  access_token       TEXT NOT NULL,
  access_expires_at  INTEGER NOT NULL,
  refresh_hash       BLOB NOT NULL UNIQUE,
  refresh_token      TEXT NOT NULL,
  refresh_expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_of_key ON session (api_key, host);

CREATE TABLE tss (
  key                 INTEGER PRIMARY KEY,
  id                  TEXT NOT NULL UNIQUE,
  organization        INTEGER NOT NULL REFERENCES organization,
  state               TEXT NOT NULL,
  private_key         BLOB NOT NULL,  -- PKCS #8
  public_key          BLOB NOT NULL,  -- uncompressed point
  serial_number       TEXT NOT NULL,  -- hex
  certificate         BLOB NOT NULL,  -- DER
  description         TEXT,
  metadata            TEXT NOT NULL,
  puk                 TEXT,           -- in clear while CREATED, because createTss may be repeated for it
  puk_hash            BLOB NOT NULL,
  pin_hash            BLOB,           -- null: never set
  wrong_pins          INTEGER NOT NULL DEFAULT 0,
  signature_counter   INTEGER NOT NULL DEFAULT 0,
  transaction_counter INTEGER NOT NULL DEFAULT 0,
  last_log_time       INTEGER NOT NULL DEFAULT 0,
  time_creation       INTEGER NOT NULL,
  time_uninit         INTEGER,
  time_init           INTEGER,
  time_disable        INTEGER,
  time_defective      INTEGER
) STRICT;
CREATE INDEX tss_of_organization ON tss (organization, time_creation);

CREATE TABLE admin_mode (
  session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
  tss     INTEGER NOT NULL REFERENCES tss,
  PRIMARY KEY (session, tss)
) STRICT, WITHOUT ROWID;

CREATE TABLE client (
  key           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  organization  INTEGER NOT NULL REFERENCES organization,
  tss           INTEGER NOT NULL REFERENCES tss,
  serial_number TEXT NOT NULL,
  state         TEXT NOT NULL,
  metadata      TEXT NOT NULL,
  time_creation INTEGER NOT NULL,
  time_update   INTEGER NOT NULL,
  UNIQUE (tss, serial_number)
) STRICT;
CREATE INDEX client_state ON client (tss, state);
CREATE INDEX client_of_organization ON client (organization, time_creation);

-- A transaction with what its newest revision says of it, so that lists need no search for that revision.
CREATE TABLE tx (
  key             INTEGER PRIMARY KEY,
  id              TEXT NOT NULL,
  organization    INTEGER NOT NULL REFERENCES organization,
  tss             INTEGER NOT NULL REFERENCES tss,
  number          INTEGER NOT NULL,
  client          INTEGER NOT NULL REFERENCES client,
  state           TEXT NOT NULL,
  latest_revision INTEGER NOT NULL,
  process_type    TEXT,               -- null until a revision names one
  metadata        TEXT NOT NULL,
  time_start      INTEGER NOT NULL,
  time_end        INTEGER,
  UNIQUE (tss, id),
  UNIQUE (tss, number)
) STRICT;
CREATE INDEX tx_state ON tx (tss, state, number);
CREATE INDEX tx_end ON tx (tss, time_end, number);
CREATE INDEX tx_of_client ON tx (client, number);
CREATE INDEX tx_of_organization ON tx (organization, time_start);

CREATE TABLE revision (
  tx                INTEGER NOT NULL REFERENCES tx,
  revision          INTEGER NOT NULL,
  client            INTEGER NOT NULL REFERENCES client,
  state             TEXT NOT NULL,
  request_hash      BLOB NOT NULL,    -- to know a repeat from another write
  content           TEXT NOT NULL,    -- the member "schema" of the answer
  operation         TEXT NOT NULL,
  log_time          INTEGER NOT NULL,
  signature_counter INTEGER NOT NULL,
  signature         BLOB NOT NULL,
  PRIMARY KEY (tx, revision)
) STRICT, WITHOUT ROWID;

-- Every signed log message of a TSS, whole (tse-formats.md §1).
CREATE TABLE log (
  tss               INTEGER NOT NULL REFERENCES tss,
  signature_counter INTEGER NOT NULL,
  log_time          INTEGER NOT NULL,
  message           BLOB NOT NULL,
  PRIMARY KEY (tss, signature_counter)
) STRICT, WITHOUT ROWID;
`;

/** Export jobs, with their filters. Archives are not stored; each download is generated from the table "log". */
const EXPORTS = `
CREATE TABLE export (
  key             INTEGER PRIMARY KEY,
  id              TEXT NOT NULL,
  organization    INTEGER NOT NULL REFERENCES organization,
  tss             INTEGER NOT NULL REFERENCES tss,
  state           TEXT NOT NULL,
  exception       TEXT,               -- of state ERROR
  filter          TEXT NOT NULL,      -- JSON, equal for equal parameters
  metadata        TEXT NOT NULL DEFAULT '{}',
  last_counter    INTEGER NOT NULL,   -- signature counter of the TSS at the request
  file_size       INTEGER,            -- bytes; of state COMPLETED
  time_request    INTEGER NOT NULL,
  time_start      INTEGER,
  time_estimate   INTEGER,
  time_end        INTEGER,
  time_error      INTEGER,
  time_expiration INTEGER,
  UNIQUE (tss, id)
) STRICT;
CREATE INDEX export_state ON export (state, tss);
CREATE INDEX export_of_organization ON export (organization, time_request);
`;

/**
 * The setting of the clock, in one row or none, and the time of each TSS's last time update. Older versions signed no
 * time updates.
 */
const CLOCK = `
CREATE TABLE clock (
  offset    INTEGER NOT NULL,         -- seconds ahead of the machine's clock
  frozen_at INTEGER                   -- null: it runs
) STRICT;

ALTER TABLE tss ADD COLUMN time_of_update INTEGER; -- null: before its first start
UPDATE tss SET time_of_update = last_log_time WHERE time_uninit IS NOT NULL;
`;

/**
 * DSFinV-K. Master data (VAT definitions, registers, agencies) has revisions; a closing refers to those it was inserted
 * with by the key of the newest one at that time. Archives are not stored; each download is generated.
 */
const DSFINVK = `
ALTER TABLE organization ADD COLUMN company TEXT; -- JSON; null: none was set

CREATE TABLE master_data (
  key           INTEGER PRIMARY KEY,
  organization  INTEGER NOT NULL REFERENCES organization,
  kind          TEXT NOT NULL,        -- the member "_type" of the answer
  id            TEXT NOT NULL,        -- UUID, or the VAT key in digits
  metadata      TEXT NOT NULL,
  revision      INTEGER NOT NULL,     -- the newest one
  content       TEXT NOT NULL,        -- JSON, of the newest revision
  time_creation INTEGER NOT NULL,
  time_update   INTEGER NOT NULL,
  UNIQUE (organization, kind, id)
) STRICT;

CREATE TABLE master_revision (
  key         INTEGER PRIMARY KEY,    -- ascending in the order of all changes
  master      INTEGER NOT NULL REFERENCES master_data,
  revision    INTEGER NOT NULL,
  content     TEXT NOT NULL,
  time_update INTEGER NOT NULL,
  UNIQUE (master, revision)
) STRICT;

CREATE TABLE closing (
  key           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL,
  organization  INTEGER NOT NULL REFERENCES organization,
  client_id     TEXT NOT NULL,        -- of its MASTER register
  number        INTEGER NOT NULL,     -- Z_NR
  state         TEXT NOT NULL,
  error         TEXT,                 -- JSON; of state ERROR
  business_date TEXT NOT NULL,        -- or the day of its creation
  head          TEXT NOT NULL,        -- JSON: what its summary shows of its body
  metadata      TEXT NOT NULL,
  newest_master INTEGER NOT NULL,     -- key of the newest revision of master data at the insert
  time_creation INTEGER NOT NULL,
  time_update   INTEGER NOT NULL,
  time_deleted  INTEGER,
  UNIQUE (organization, id)
) STRICT;
CREATE INDEX closing_number ON closing (organization, client_id, number);
CREATE INDEX closing_state ON closing (state, organization);
CREATE INDEX closing_creation ON closing (organization, time_creation);

-- The request of a closing, whole. Not in "closing", because lists need none of it.
CREATE TABLE closing_body (
  closing INTEGER PRIMARY KEY REFERENCES closing,
  body    TEXT NOT NULL
) STRICT;

-- The transactions of a closing that references can name.
CREATE TABLE closing_tx (
  organization INTEGER NOT NULL REFERENCES organization,
  tx_id        TEXT NOT NULL,         -- in lower case
  closing      INTEGER NOT NULL REFERENCES closing,
  bon_id       TEXT NOT NULL,         -- BON_ID
  PRIMARY KEY (organization, tx_id, closing)
) STRICT, WITHOUT ROWID;

-- What the references of a COMPLETED closing name, as it was when it was completed.
CREATE TABLE closing_reference (
  closing INTEGER NOT NULL REFERENCES closing,
  tx_id   TEXT NOT NULL,              -- in lower case
  target  INTEGER NOT NULL REFERENCES closing,
  PRIMARY KEY (closing, tx_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE closing_report (
  key           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL,
  closing       INTEGER NOT NULL REFERENCES closing,
  code          TEXT NOT NULL,
  severity      TEXT NOT NULL,
  message       TEXT NOT NULL,
  time_creation INTEGER NOT NULL
) STRICT;
CREATE INDEX report_of_closing ON closing_report (closing);

CREATE TABLE dsfinvk_export (
  key             INTEGER PRIMARY KEY,
  id              TEXT NOT NULL,
  organization    INTEGER NOT NULL REFERENCES organization,
  state           TEXT NOT NULL,
  error           TEXT,               -- JSON; of state ERROR
  format          TEXT NOT NULL,
  company         TEXT NOT NULL,      -- JSON, as it was at the request
  metadata        TEXT NOT NULL,
  file_size       INTEGER,            -- bytes; of state COMPLETED
  time_request    INTEGER NOT NULL,
  time_start      INTEGER,
  time_completed  INTEGER,
  time_error      INTEGER,
  time_expiration INTEGER NOT NULL,
  UNIQUE (organization, id)
) STRICT;
CREATE INDEX dsfinvk_export_state ON dsfinvk_export (state, organization);

CREATE TABLE dsfinvk_export_closing (
  export  INTEGER NOT NULL REFERENCES dsfinvk_export,
  closing INTEGER NOT NULL REFERENCES closing,
  PRIMARY KEY (export, closing)
) STRICT, WITHOUT ROWID;
CREATE INDEX export_of_closing ON dsfinvk_export_closing (closing);
`;

/**
 * The SQL that each version adds to the version before. Released versions never change; a new version is appended.
 */
export const TABLE_VERSIONS: readonly string[] = [FIRST_TABLES, EXPORTS, CLOCK, DSFINVK];

/** Version of the tables, kept in the file (`PRAGMA user_version`). */
export const TABLES_VERSION = TABLE_VERSIONS.length;
