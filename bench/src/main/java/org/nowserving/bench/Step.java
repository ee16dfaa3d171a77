package org.nowserving.bench;

/** One thing that is measured in every round. */
enum Step {
  SYNC("one fdatasync of 8 KiB, mean", Unit.MICROSECONDS),
  PG_INSERT("pgbench, one row inserted, 32 clients", Unit.A_SECOND),
  PLAIN_NEW("plain server, `new`, 64 × 16", Unit.A_SECOND),
  NEW_DEEP("`new`, 64 × 16", Unit.A_SECOND),
  NEW_SINGLE("`new`, 64 × 1", Unit.A_SECOND),
  NEW_SINGLE_HALF("`new`, 64 × 1, p50", Unit.MICROSECONDS),
  PG_THREE_ROWS("pgbench, the same three rows in a transaction, 1 client, mean", Unit.MICROSECONDS),
  NEW_LONE("a lone `new`, 1 × 1, p50", Unit.MICROSECONDS),
  PG_CHANGE("pgbench, event + ticket update, 32 clients", Unit.A_SECOND),
  CYCLES("accept + complete, 64 staff × 16", Unit.A_SECOND),
  ECHO("raw Netty, echo, 64 × 16", Unit.A_SECOND),
  REFUSED("refused commands, 64 × 16", Unit.A_SECOND),
  PG_SELECT("pgbench, select-only, 32 clients", Unit.A_SECOND),
  QUERY("`query`, 64 × 16", Unit.A_SECOND),
  BARE_FANOUT("raw Netty, deliveries to 1,000 displays", Unit.A_SECOND),
  UWS_FANOUT("uWebSockets.js, deliveries to 1,000 displays", Unit.A_SECOND),
  WALL("deliveries to 1,000 displays", Unit.A_SECOND),
  BARE_REACH("raw Netty, to the last of 1,000 displays, p99", Unit.MICROSECONDS),
  REACH("claim to the last of 1,000 displays, p99", Unit.MICROSECONDS),
  BARE_IDLE("raw Netty, live heap of an idle connection", Unit.BYTES),
  IDLE("live heap of an idle connection", Unit.BYTES),
  EMPTY_NEW("`new`, 64 × 16, empty database", Unit.A_SECOND),
  FULL_NEW("`new`, 64 × 16, 5 million old tickets", Unit.A_SECOND),
  EMPTY_READY("time to ready, empty database", Unit.MICROSECONDS),
  FULL_READY("time to ready, 5 million old tickets and 10,000 waiting", Unit.MICROSECONDS),
  EMPTY_HEAP("live heap, empty database", Unit.BYTES),
  FULL_HEAP("live heap, 5 million old tickets", Unit.BYTES);

  /** What its numbers are. */
  enum Unit {
    A_SECOND,
    MICROSECONDS,
    BYTES
  }

  private final String title;
  private final Unit unit;

  Step(String title, Unit unit) {
    this.title = title;
    this.unit = unit;
  }

  /** For people, Markdown. */
  String title() {
    return title;
  }

  Unit unit() {
    return unit;
  }
}
