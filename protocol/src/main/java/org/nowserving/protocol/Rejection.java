package org.nowserving.protocol;

import static org.nowserving.protocol.Verb.ACCEPT;
import static org.nowserving.protocol.Verb.CANCEL;
import static org.nowserving.protocol.Verb.COMPLETE;
import static org.nowserving.protocol.Verb.NEW;
import static org.nowserving.protocol.Verb.PICK;
import static org.nowserving.protocol.Verb.QUERY;
import static org.nowserving.protocol.Verb.UNPICK;

import java.util.Optional;
import java.util.Set;

/**
 * Every error that a device can hear. The first group is the seed protocol's, to the letter; the
 * second is what the seed leaves open (docs/PROTOCOL.md). Pure.
 */
public enum Rejection {
  TOKEN_INVALID("your session token was found to be invalid. please relogin", false, ACCEPT),
  NO_TABLE_CHOSEN("you do not have a table chosen", false, ACCEPT),
  NO_SUCH_TICKET("ticket id does not exist", false, ACCEPT, CANCEL, COMPLETE),
  ALREADY_CLAIMED("this ticket is now claimed", false, ACCEPT),
  ALREADY_ENDED(
      "the ticket has already been completed or cancelled", false, ACCEPT, CANCEL, COMPLETE),
  NOT_AT_A_TABLE("you are not assigned to any table", false, CANCEL, COMPLETE),
  NOT_YOUR_TICKET("you do not own this ticket", false, CANCEL, COMPLETE),
  TOKEN_UNKNOWN("the provided token does not belong to any staff member", false, PICK),
  /** The seed's line for a taken table has no verb, and is kept so. */
  TABLE_NOT_AVAILABLE("the chosen table is not available", true),
  NO_TABLE_ASSIGNED("you do not have a table assigned", false, UNPICK),
  VISITOR_UNKNOWN("visitor email does not exist", false, QUERY),

  UNAVAILABLE(
      "the service is temporarily unavailable, nothing was changed",
      false,
      ACCEPT,
      CANCEL,
      COMPLETE,
      PICK,
      UNPICK,
      NEW,
      QUERY),
  MALFORMED("the message is malformed", false, ACCEPT, CANCEL, COMPLETE, PICK, UNPICK, NEW, QUERY),
  NAME_MISSING("a name is required", false, NEW),
  NAME_INVALID("the name is not valid", false, NEW),
  EMAIL_INVALID("the email is not valid", false, NEW, QUERY),
  /** More than one address may ask for in a minute. */
  TOO_MANY("there were too many in the last minute, please wait a moment", false, NEW, QUERY),
  /** A verb of the protocol, spoken by a device of another kind. */
  NOT_FOR_THIS_DEVICE(
      "this command is not for this device",
      false,
      ACCEPT,
      CANCEL,
      COMPLETE,
      PICK,
      UNPICK,
      NEW,
      QUERY),
  EMPTY("the message is empty", true),
  /** The unknown word is not echoed. */
  UNKNOWN_COMMAND("the command is unknown", true);

  private final String sentence;
  private final boolean goesWithoutVerb;

  @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf gives one that never changes
  private final Set<Verb> verbs;

  Rejection(String sentence, boolean goesWithoutVerb, Verb... verbs) {
    this.sentence = sentence;
    this.goesWithoutVerb = goesWithoutVerb;
    this.verbs = Set.of(verbs);
  }

  /** What is said after {@code error} and the verb. */
  public String sentence() {
    return sentence;
  }

  /** Whether this is ever said of that verb; of no verb where it is empty. */
  public boolean goesWith(Optional<Verb> verb) {
    return verb.map(verbs::contains).orElse(goesWithoutVerb);
  }
}
