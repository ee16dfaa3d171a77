package org.nowserving.http;

import java.text.Normalizer;
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
    return tickets(TicketSearch.ofHistory(new Values(call.query())));
  }

  /** By POST, so that nobody's e-mail stands in an address. */
  ApiResponse search(ApiCall call) throws ApiRefusal, StoreException {
    // Names are kept so: one text for what looks the same.
    String text = Normalizer.normalize(call.field("text"), Normalizer.Form.NFC);
    return tickets(TicketSearch.ofText(text, new Values(call.fields())));
  }

  private ApiResponse tickets(TicketSearch search) throws StoreException {
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
