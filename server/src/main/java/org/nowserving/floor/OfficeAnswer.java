package org.nowserving.floor;

/** What the floor answers to the office. Pure data. */
public sealed interface OfficeAnswer {
  /** Done, and durable. */
  record Done() implements OfficeAnswer {}

  /** Refused: the member is serving a ticket. Nothing was changed. */
  record StillServing() implements OfficeAnswer {}

  /** Refused: the server cannot store at present. Nothing was changed. */
  record Unavailable() implements OfficeAnswer {}
}
