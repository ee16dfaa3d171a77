package org.nowserving.store;

/** What a staff member may do beyond serving. Pure. */
public enum Role {
  /** Serves visitors and reads the history. */
  STAFF,
  /** Also manages staff members and erases visitors. */
  ADMIN
}
