package org.nowserving.http;

import java.util.Map;
import org.nowserving.store.History;
import org.nowserving.store.StoreException;

/** The history of tickets. Blocks: virtual threads only. */
final class TicketCalls {
  private final History history;

  TicketCalls(History history) {
    this.history = history;
  }

  ApiResponse list(ApiCall call) throws ApiRefusal, StoreException {
    TicketSearch search = TicketSearch.of(call.query());
    TicketPieces pieces = new TicketPieces(history, search);
    // Read BEFORE the status is said: a store that is away is a 503, not half an answer.
    pieces.readAhead();
    return switch (search.format()) {
      case JSON -> new ApiResponse.Streamed(Map.of(), ApiResponse.JSON, pieces);
      case CSV ->
          new ApiResponse.Streamed(
              Map.of("Content-Disposition", "attachment; filename=\"tickets.csv\""),
              "text/csv; charset=utf-8; header=present",
              pieces);
    };
  }
}
