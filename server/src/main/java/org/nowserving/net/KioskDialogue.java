package org.nowserving.net;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nowserving.floor.Input;
import org.nowserving.limits.Budget;
import org.nowserving.limits.Limits;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.KioskCommand;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.Verb;
import org.nowserving.protocol.text.CommandParser;
import org.nowserving.protocol.text.Parsed;
import org.nowserving.store.StoreException;
import org.nowserving.store.Visitors;

/**
 * What a kiosk says. A {@code query} asks the store and not the floor; it does so AFTER the floor
 * has answered this kiosk's earlier commands, so that it sees every ticket that was acknowledged
 * before it and keeps its place among the replies. On its event loop only.
 */
final class KioskDialogue extends Dialogue {
  private final Limits limits;
  private final Visitors visitors;
  private final NetMeter meter;

  /** What will be asked once everything before it is answered. */
  private @Nullable Email waiting;

  KioskDialogue(
      Device device, Inbox inbox, NetMeter meter, int limit, Limits limits, Visitors visitors) {
    super(device, inbox, meter, limit, limits.commands());
    this.limits = limits;
    this.visitors = visitors;
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
      Thread.ofVirtual().name("query").start(() -> ask(email));
    }
  }

  /** On a thread of its own, because it waits for the store. */
  private void ask(Email email) {
    Reply answer;
    try {
      Optional<Reply> found = visitors.nameOf(email).map(Reply.Found::new);
      answer = found.orElseGet(() -> Reply.Refused.of(Verb.QUERY, Rejection.VISITOR_UNKNOWN));
    } catch (StoreException | RuntimeException failure) {
      StoreFailures.log("a visitor could not be looked up", failure);
      answer = Reply.Refused.of(Verb.QUERY, Rejection.UNAVAILABLE);
    }
    Reply reply = answer;
    meter.queried(reply instanceof Reply.Refused);
    found(() -> {
      answerMyself(reply);
      resume();
    });
  }
}
