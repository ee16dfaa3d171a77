-- What PlainDesk keeps: the product's tables event, ticket and visitor with the same columns, checks and indexes, but
-- numbered by PostgreSQL, as one that has no single writer must.
CREATE SCHEMA IF NOT EXISTS plain_desk;

-- Event numbers; also what opened and claimed a ticket.
CREATE SEQUENCE IF NOT EXISTS plain_desk.event_seq;

CREATE TABLE IF NOT EXISTS plain_desk.event (
  site          smallint    NOT NULL DEFAULT 0,
  seq           bigint      NOT NULL,
  at            timestamptz NOT NULL,
  kind          text        NOT NULL,
  ticket        bigint,
  table_number  integer,
  staff         text,
  actor         text,
  detail        jsonb,
  PRIMARY KEY (site, seq)
);

CREATE INDEX IF NOT EXISTS event_at ON plain_desk.event USING brin (at);

CREATE TABLE IF NOT EXISTS plain_desk.ticket (
  site          smallint    NOT NULL DEFAULT 0,
  id            bigint      NOT NULL GENERATED ALWAYS AS IDENTITY (MINVALUE 0 START WITH 0),
  email         text        NOT NULL,
  name          text        NOT NULL,
  staff         text,
  table_number  integer,
  opened_at     timestamptz NOT NULL,
  claimed_at    timestamptz,
  ended_at      timestamptz,
  state         text        NOT NULL,
  open_seq      bigint      NOT NULL,
  claim_seq     bigint,
  PRIMARY KEY (site, id),
  CHECK (state IN ('waiting', 'serving', 'completed', 'cancelled')),
  CHECK ((ended_at IS NULL) = (state IN ('waiting', 'serving')))
);

CREATE INDEX IF NOT EXISTS ticket_open ON plain_desk.ticket (site, id) WHERE ended_at IS NULL;

CREATE INDEX IF NOT EXISTS ticket_opened_at ON plain_desk.ticket USING brin (opened_at);

CREATE TABLE IF NOT EXISTS plain_desk.visitor (
  email         text        COLLATE "C" PRIMARY KEY,
  name          text        NOT NULL,
  last_seen_at  timestamptz NOT NULL
);
