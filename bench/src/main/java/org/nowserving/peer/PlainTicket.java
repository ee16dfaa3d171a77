package org.nowserving.peer;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A ticket as the wire shows it, for Jackson to write. Pure. */
@JsonPropertyOrder({"id", "email", "name", "staff", "start", "end"})
record PlainTicket(long id, String email, String name, String staff, String start, String end) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String NOBODY = "{}";
  private static final String NOT_ENDED = "1970-01-01T00:00:00Z";

  /**
   * One that is open.
   *
   * @param staff who serves it; null while nobody does
   */
  static PlainTicket open(
      long id, String email, String name, @Nullable String staff, Instant openedAt) {
    return new PlainTicket(
        id,
        email,
        name,
        staff == null ? NOBODY : staff,
        openedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
        NOT_ENDED);
  }

  boolean nobodyServes() {
    return staff.equals(NOBODY);
  }

  String json() {
    return JSON.writeValueAsString(this);
  }
}
