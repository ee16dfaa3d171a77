package org.nowserving.protocol;

/** What a kiosk may say. Pure. */
public sealed interface KioskCommand extends Command {

  /** {@code new example@example.com Example Name}: a visitor signs in. */
  record SignIn(Email email, PersonName name) implements KioskCommand {
    @Override
    public Verb verb() {
      return Verb.NEW;
    }
  }

  /** {@code query example@example.com}: asks for the name that goes with an e-mail. */
  record Query(Email email) implements KioskCommand {
    @Override
    public Verb verb() {
      return Verb.QUERY;
    }
  }
}
