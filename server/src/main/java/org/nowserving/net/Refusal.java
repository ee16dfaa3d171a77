package org.nowserving.net;

/** Why a request or a handshake was turned away. Pure. */
public enum Refusal {
  /** No HTTP, or not enough of it. */
  MALFORMED,
  /** A request line, headers or a body over the limit. */
  TOO_LARGE,
  /** Addressed to a name that is not this server's: what DNS rebinding looks like. */
  HOST,
  /** Sent by a page of another site. */
  ORIGIN,
  /** A query string on an endpoint, where a token might stand in it. */
  QUERY_STRING,
  /** A WebSocket handshake on a path that is no endpoint. */
  NO_SUCH_ENDPOINT,
  /** A WebSocket handshake that is none by RFC 6455. */
  BAD_HANDSHAKE,
  /** A bearer token that is nobody's. */
  BAD_TOKEN,
  /** Too many tokens of this address were nobody's. */
  TOO_MANY_FAILURES,
  /** A kiosk or a display without one of the desk's keys. */
  DEVICE_KEY,
  /** The store could not say whose the token is. */
  STORE_AWAY,
  /** The server is about to stop. */
  STOPPING,
  /** The deadline passed before the handshake or the first request was complete. */
  TOO_LATE
}
