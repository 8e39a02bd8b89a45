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
 * The SQL that each version adds to the version before. Released versions never change; a new version is appended.
 */
export const TABLE_VERSIONS: readonly string[] = [FIRST_TABLES, EXPORTS, CLOCK];

/** Version of the tables, kept in the file (`PRAGMA user_version`). */
export const TABLES_VERSION = TABLE_VERSIONS.length;
