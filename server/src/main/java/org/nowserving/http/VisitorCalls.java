package org.nowserving.http;

import java.time.Duration;
import org.nowserving.floor.Input;
import org.nowserving.floor.OfficeAnswer;
import org.nowserving.loop.Office;
import org.nowserving.protocol.Email;
import org.nowserving.store.StoreException;
import org.nowserving.store.Visitors;

/** The right to be forgotten. Blocks: virtual threads only. */
final class VisitorCalls {
  private static final Duration FLOOR_PATIENCE = Duration.ofSeconds(10);

  private final Visitors visitors;
  private final Office office;

  VisitorCalls(Visitors visitors, Office office) {
    this.visitors = visitors;
    this.office = office;
  }

  /** Erases a visitor everywhere; whether there was one is not told, and it may be done twice. */
  ApiResponse erase(ApiCall call) throws ApiRefusal, StoreException {
    Email email =
        Email.of(call.word("email"))
            .orElseThrow(() -> ApiRefusal.badRequest("the address does not end in an e-mail"));
    // The floor forgets BEFORE the store does: a ticket that ended in between would keep the name
    // otherwise.
    return switch (office.ask(request -> new Input.EraseVisitor(request, email), FLOOR_PATIENCE)) {
      case OfficeAnswer.Done() -> {
        visitors.erase(email);
        yield ApiResponse.noContent();
      }
      case OfficeAnswer.Unavailable() ->
          throw ApiRefusal.unavailable("the service is temporarily unavailable, please try again");
      case OfficeAnswer.StillServing _,
          OfficeAnswer.NoSuchThing _,
          OfficeAnswer.AlreadySo _,
          OfficeAnswer.DayClosed _ ->
          throw new IllegalStateException("the floor never refuses to erase");
    };
  }
}
