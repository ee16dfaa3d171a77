package org.nowserving.http;

import java.util.stream.Collectors;
import org.nowserving.store.Seats;
import org.nowserving.store.StoreException;

/** Who sits where. Blocks: virtual threads only. */
final class TableCalls {
  private final Seats seats;

  TableCalls(Seats seats) {
    this.seats = seats;
  }

  ApiResponse list(ApiCall call) throws StoreException {
    String taken =
        seats.taken().stream()
            .map(seat ->
                Json.object(json ->
                    json.number("table", seat.table().value())
                        .text("staff", seat.staff().text())
                        .text("since", seat.since().toString())))
            .collect(Collectors.joining(","));
    return ApiResponse.json(200, "{\"tables\":[" + taken + "]}");
  }
}
