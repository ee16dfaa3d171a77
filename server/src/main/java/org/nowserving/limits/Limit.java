package org.nowserving.limits;

import java.util.Locale;

/** Every limit that a device or a client can run into, named as its setting is. Pure. */
public enum Limit {
  MAX_MESSAGE_BYTES,
  MAX_HEAD_BYTES,
  MAX_BODY_BYTES,
  HANDSHAKE_TIMEOUT,
  SILENCE_LIMIT,
  LAG_LIMIT,
  OUTBOUND_LIMIT_BYTES,
  INBOX_LIMIT,
  COMMANDS_PER_SECOND,
  NEW_PER_MINUTE,
  QUERY_PER_MINUTE,
  SIGN_IN_FAILURES_PER_MINUTE,
  MAX_CONNECTIONS,
  MAX_CONNECTIONS_PER_ADDRESS,
  UNKNOWN_STAFF_TIMEOUT;

  /** The name of the setting that raises it. */
  public String setting() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
