package org.nowserving.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.nowserving.floor.Input;
import org.nowserving.floor.OfficeAnswer;
import org.nowserving.floor.RequestId;
import org.nowserving.loop.DayClosing;
import org.nowserving.loop.Office;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;

/**
 * What an admin does for those who are not at the desk: frees a table, cancels a ticket, closes the
 * day. Blocks: virtual threads only.
 */
final class OfficeCalls {
  private static final Duration FLOOR_PATIENCE = Duration.ofSeconds(10);

  /** A number as the wire spells it; nine digits are more tables than there can be. */
  private static final Pattern TABLE = Pattern.compile("0|[1-9][0-9]{0,8}");

  private static final Pattern TICKET = Pattern.compile("0|[1-9][0-9]{0,17}");

  private final Office office;
  private final DayClosing closing;

  OfficeCalls(Office office) {
    this.office = office;
    this.closing = new DayClosing(office);
  }

  ApiResponse freeTable(ApiCall call) throws ApiRefusal {
    String word = call.word("n");
    TableNumber table =
        TABLE.matcher(word).matches() ? new TableNumber(Integer.parseInt(word)) : TableNumber.NONE;
    StaffName actor = call.session().staff();
    return answer(
        request -> new Input.FreeTable(request, table, actor),
        "there is no such table",
        "nobody has this table");
  }

  ApiResponse cancelTicket(ApiCall call) throws ApiRefusal {
    String word = call.word("id");
    TicketId ticket =
        TICKET.matcher(word).matches() ? new TicketId(Long.parseLong(word)) : TicketId.NONE;
    StaffName actor = call.session().staff();
    return answer(
        request -> new Input.CallOff(request, ticket, actor),
        "there is no such ticket",
        "the ticket has already been completed or cancelled");
  }

  private ApiResponse answer(
      Function<RequestId, Input.OfficeRequest> request, String noSuchThing, String alreadySo)
      throws ApiRefusal {
    return switch (office.ask(request, FLOOR_PATIENCE)) {
      case OfficeAnswer.Done() -> ApiResponse.noContent();
      case OfficeAnswer.NoSuchThing() -> throw ApiRefusal.of(404, noSuchThing);
      case OfficeAnswer.AlreadySo() -> throw ApiRefusal.of(409, alreadySo);
      case OfficeAnswer.Unavailable() ->
          throw ApiRefusal.unavailable("the service is temporarily unavailable, please try again");
      case OfficeAnswer.StillServing _, OfficeAnswer.DayClosed _ ->
          throw new IllegalStateException("the floor does not answer the office so");
    };
  }

  ApiResponse closeDay(ApiCall call) throws ApiRefusal {
    DayClosing.Outcome outcome =
        closing.close(new Input.Closing.Everything(), Optional.of(call.session().staff()));
    if (!outcome.complete()) {
      throw ApiRefusal.unavailable(
          "the service is temporarily unavailable, the day may be closed in part, please try again");
    }
    return ApiResponse.json(
        200,
        Json.object(json ->
            json.number("cancelled", outcome.cancelled()).number("freed", outcome.freed())));
  }
}
