package org.nowserving.http;

/** Who may make a call. Pure. */
enum Access {
  ANYONE("anyone"),
  /** Whoever shows a token or a cookie that is good. */
  STAFF("staff, admin"),
  ADMIN("admin"),
  /** An admin, or the member whose name stands in the path. */
  ADMIN_OR_OWNER("admin, or the member themself");

  private final String words;

  Access(String words) {
    this.words = words;
  }

  /** As docs/API.md says it. */
  String words() {
    return words;
  }
}
