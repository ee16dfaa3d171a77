package org.nowserving.limits;

/** What somebody shows so as to be let in, and somebody else might guess. Pure. */
public enum Secret {
  /** A staff member's, at {@code /api/login}. */
  PASSWORD,
  /** Of a session, in {@code pick} or at the handshake. */
  TOKEN,
  /** A kiosk's or a display's, or the cookie that stands for it. */
  DEVICE_KEY
}
