package org.nowserving.http;

import java.time.InstantSource;

/** What everybody may know of the desk. Pure, but for the clock; any thread. */
final class DeskCalls {
  private final DeskFacts desk;
  private final InstantSource clock;

  DeskCalls(DeskFacts desk, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
  }

  ApiResponse show(ApiCall call) {
    return ApiResponse.json(
        200,
        Json.object(json ->
            json.text("name", desk.name())
                .number("tables", desk.tables())
                .text("timeZone", desk.zone().getId())
                .text("claimedOrder", desk.claimedOrder())
                .seconds("longWaitSeconds", desk.longWait())
                .seconds("duplicateWindowSeconds", desk.duplicateWindow())
                .text("now", clock.instant().toString())
                .text("pages", desk.pages().get())));
  }
}
