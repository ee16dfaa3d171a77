package org.nowserving.load;

/** What is done to the server. */
public enum Workload {
  /** Kiosks sign visitors in, each a new ticket that is stored. */
  NEW("kiosks sign visitors in: each answer is a ticket that is stored"),
  /** Staff connections without a table try to accept: decided, refused, nothing to store. */
  REFUSED("staff without a table accept tickets and are refused: nothing is stored"),
  /** Kiosks ask for the names of visitors that signed in before. */
  QUERY("kiosks ask for names that are stored"),
  /** Staff accept and complete tickets, and hear of everybody else's. */
  SERVE("staff accept and complete tickets, and hear of everybody else's"),
  /** One staff member accepts and completes, and every display hears it. */
  WALL("one staff member accepts and completes, and every display hears of it"),
  /** Texts come back as they were: for a bare server at {@code /echo}. */
  ECHO("texts come back from /echo as they were: for a bare WebSocket server"),
  /** What one connection says every display hears: for a bare server at {@code /fanout}. */
  FANOUT("what one connection says at /fanout every display hears: for a bare WebSocket server"),
  /** Displays are connected and nothing is said. */
  IDLE("displays are connected, and nothing happens");

  private final String description;

  Workload(String description) {
    this.description = description;
  }

  /** In a few words, for people. */
  public String description() {
    return description;
  }

  /** Whether it needs staff members who are signed in. */
  public boolean needsStaff() {
    return this == SERVE || this == WALL;
  }
}
