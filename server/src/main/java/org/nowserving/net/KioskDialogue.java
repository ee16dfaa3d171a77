package org.nowserving.net;

import org.jspecify.annotations.Nullable;
import org.nowserving.floor.Input;
import org.nowserving.limits.Budget;
import org.nowserving.limits.Limits;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.KioskCommand;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.text.CommandParser;
import org.nowserving.protocol.text.Parsed;

/**
 * What a kiosk says. A {@code query} asks the store and not the floor; it does so AFTER the floor
 * has answered this kiosk's earlier commands, so that it sees every ticket that was acknowledged
 * before it and keeps its place among the replies. On its event loop only.
 */
final class KioskDialogue extends Dialogue {
  private final Limits limits;
  private final VisitorLookups lookups;
  private final NetMeter meter;

  /** What will be asked once everything before it is answered. */
  private @Nullable Email waiting;

  KioskDialogue(
      Device device,
      Inbox inbox,
      NetMeter meter,
      int limit,
      Limits limits,
      VisitorLookups lookups) {
    super(device, inbox, meter, limit, limits.commands());
    this.limits = limits;
    this.lookups = lookups;
    this.meter = meter;
  }

  @Override
  void understand(String text) {
    switch (CommandParser.kiosk(text)) {
      case Parsed.Understood<KioskCommand>(KioskCommand command) -> put(command);
      case Parsed.Refusal<KioskCommand>(Reply.Refused refused) -> refuse(refused);
    }
  }

  private void put(KioskCommand command) {
    Budget budget =
        switch (command) {
          case KioskCommand.SignIn signIn -> limits.visitors();
          case KioskCommand.Query query -> limits.queries();
        };
    if (!budget.spend(source())) {
      refuse(Reply.Refused.of(command.verb(), Rejection.TOO_MANY));
      return;
    }
    switch (command) {
      case KioskCommand.SignIn(var email, var name) ->
          put(new Input.SignIn(connection(), email, name));
      case KioskCommand.Query(var email) -> {
        ConnectionStory.heardQuery(connection());
        hold();
        waiting = email;
        if (isAllAnswered()) {
          allAnswered();
        }
      }
    }
  }

  @Override
  void allAnswered() {
    Email email = waiting;
    if (email != null) {
      waiting = null;
      lookUp();
      lookups.ask(email, eventLoop(), this::tell);
    }
  }

  private void tell(Reply reply) {
    meter.queried(reply instanceof Reply.Refused);
    found(() -> {
      answerMyself(reply);
      resume();
    });
  }
}
