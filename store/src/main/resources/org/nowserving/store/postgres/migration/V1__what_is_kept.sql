-- What Now Serving keeps.
--
-- site is in the keys of event, ticket, seat and writer: one site now, more of them later without
-- a rewrite. No foreign keys between what the floor writes: the one writer keeps them consistent,
-- and a check of each row would cost the hot path. Text that is a key is compared byte by byte
-- (COLLATE "C"): an upgrade of the operating system's locales cannot break such an index.

-- Every change of the floor, one row each, append-only; seq counts from 1 without gaps. The audit
-- trail and the source of every statistic. It never holds personal data of visitors: those stand
-- in the ticket alone, where they can be erased.
CREATE TABLE event (
  site          smallint    NOT NULL DEFAULT 0,
  seq           bigint      NOT NULL,
  at            timestamptz NOT NULL,
  kind          text        NOT NULL,
  ticket        bigint,
  table_number  integer,
  staff         text,                    -- who served, or sat there
  actor         text,                    -- who did it; null: a visitor or the server itself
  detail        jsonb,                   -- what the columns do not say, such as a reason
  PRIMARY KEY (site, seq)
);

-- Statistics ask by day. The rows come in the order of time, so a few bytes a page are enough.
CREATE INDEX event_at ON event USING brin (at);

-- Every ticket, as it stands now.
CREATE TABLE ticket (
  site          smallint    NOT NULL DEFAULT 0,
  id            bigint      NOT NULL,
  email         text        NOT NULL,    -- as it was typed
  name          text        NOT NULL,
  staff         text,                    -- who serves or served
  table_number  integer,                 -- where it was claimed; once it ended, where it ended
  opened_at     timestamptz NOT NULL,
  claimed_at    timestamptz,
  ended_at      timestamptz,
  state         text        NOT NULL,
  open_seq      bigint      NOT NULL,    -- the event that opened it
  claim_seq     bigint,                  -- the event that claimed it
  PRIMARY KEY (site, id),
  CHECK (state IN ('waiting', 'serving', 'completed', 'cancelled')),
  CHECK ((ended_at IS NULL) = (state IN ('waiting', 'serving')))
);

-- What a start loads. Its condition names no column that a claim changes, so a claim stays an
-- update within the page (HOT); a condition on state would prevent that.
CREATE INDEX ticket_open ON ticket (site, id) WHERE ended_at IS NULL;

-- The history asks by day; see event_at.
CREATE INDEX ticket_opened_at ON ticket USING brin (opened_at);

-- Every table that was ever used, and who sits there.
CREATE TABLE seat (
  site          smallint    NOT NULL DEFAULT 0,
  table_number  integer     NOT NULL,
  staff         text        COLLATE "C", -- null: it is free
  since         timestamptz,
  pick_seq      bigint,                  -- the event by which they sat down
  PRIMARY KEY (site, table_number),
  -- Deferred, because one batch may hold a swap of two people.
  CONSTRAINT seat_one_a_person UNIQUE (site, staff) DEFERRABLE INITIALLY DEFERRED,
  CHECK ((staff IS NULL) = (since IS NULL) AND (staff IS NULL) = (pick_seq IS NULL))
);

-- Who has been here, for the kiosk's query.
CREATE TABLE visitor (
  email         text        COLLATE "C" PRIMARY KEY, -- in lower case, made so by the server
  name          text        NOT NULL,                -- the one given last
  last_seen_at  timestamptz NOT NULL
);

CREATE TABLE staff (
  name          text        COLLATE "C" PRIMARY KEY,
  password_hash text        NOT NULL,
  role          text        NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  CHECK (role IN ('staff', 'admin'))
);

-- Who is signed in. The token itself is never kept.
CREATE TABLE session (
  token_hash    bytea       PRIMARY KEY,             -- SHA-256
  staff         text        COLLATE "C" NOT NULL REFERENCES staff ON DELETE CASCADE,
  expires_at    timestamptz NOT NULL,
  CHECK (octet_length(token_hash) = 32)
);

CREATE INDEX session_staff ON session (staff);

-- The fence: which server may write, and up to where it wrote. Every batch of changes moves
-- last_seq where epoch and last_seq are what the writer believes, or writes nothing at all.
CREATE TABLE writer (
  site          smallint    PRIMARY KEY DEFAULT 0,
  owner         uuid,                    -- the server process that took over last
  epoch         bigint      NOT NULL DEFAULT 0,
  last_seq      bigint      NOT NULL DEFAULT 0,
  next_ticket   bigint      NOT NULL DEFAULT 0
);

INSERT INTO writer DEFAULT VALUES;
