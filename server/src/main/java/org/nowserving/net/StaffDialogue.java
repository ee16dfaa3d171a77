package org.nowserving.net;

import java.util.Optional;
import org.nowserving.floor.Credential;
import org.nowserving.floor.Input;
import org.nowserving.limits.Limits;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffCommand;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Token;
import org.nowserving.protocol.Verb;
import org.nowserving.protocol.text.CommandParser;
import org.nowserving.protocol.text.Parsed;

/**
 * What a staff device says. A token is resolved BEFORE its {@code pick} enters the inbox, because
 * the floor knows no tokens. On its event loop only.
 */
final class StaffDialogue extends Dialogue {
  private final Limits limits;
  private final CredentialLookup credentials;
  private final StrangerDeadline deadline;

  /**
   * @param deadline until when somebody has to be recognised here
   */
  StaffDialogue(
      Device device,
      Inbox inbox,
      NetMeter meter,
      int limit,
      Limits limits,
      CredentialLookup credentials,
      StrangerDeadline deadline) {
    super(device, inbox, meter, limit, limits.commands());
    this.limits = limits;
    this.credentials = credentials;
    this.deadline = deadline;
  }

  @Override
  void understand(String text) {
    switch (CommandParser.staff(text)) {
      case Parsed.Understood<StaffCommand>(StaffCommand command) -> put(command);
      case Parsed.Refusal<StaffCommand>(Reply.Refused refused) -> refuse(refused);
    }
  }

  private void put(StaffCommand command) {
    switch (command) {
      case StaffCommand.Accept(var ticket) -> put(new Input.Accept(connection(), ticket));
      case StaffCommand.Cancel(var ticket) -> put(new Input.Cancel(connection(), ticket));
      case StaffCommand.Complete(var ticket) -> put(new Input.Complete(connection(), ticket));
      case StaffCommand.Unpick() -> put(new Input.Unpick(connection()));
      case StaffCommand.Pick(var table, var token) ->
          token.ifPresentOrElse(
              shown -> resolve(table, shown),
              () -> put(new Input.Pick(connection(), table, new Input.Claim.AsAtHandshake())));
    }
  }

  private void resolve(TableNumber table, Token token) {
    hold();
    lookUp();
    Recognition.guarded(token, credentials, limits.signInGuard(), source())
        .thenAccept(recognition -> foundElsewhere(() -> resolved(table, recognition)));
  }

  private void resolved(TableNumber table, Recognition recognition) {
    switch (recognition) {
      case Recognition.Asked(var credential) -> {
        if (credential.isPresent()) {
          deadline.met();
        }
        put(new Input.Pick(connection(), table, claim(credential)));
      }
      case Recognition.TooMany tooMany -> tooLoud();
      case Recognition.Unknown() -> refuse(Reply.Refused.of(Verb.PICK, Rejection.UNAVAILABLE));
    }
    resume();
  }

  private static Input.Claim claim(Optional<Credential> credential) {
    return credential
        .<Input.Claim>map(Input.Claim.Shown::new)
        .orElseGet(Input.Claim.Unrecognised::new);
  }
}
