package org.nowserving.protocol.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.Verb;

/** Every refusal that the types allow, and its line. Pure. */
final class AllRefusals {
  private AllRefusals() {}

  static Set<String> lines() {
    MessageWriter writer = new MessageWriter(ClaimedOrder.TICKET_TABLE);
    List<Optional<Verb>> verbs = new ArrayList<>();
    verbs.add(Optional.empty());
    for (Verb verb : Verb.values()) {
      verbs.add(Optional.of(verb));
    }
    Set<String> lines = new LinkedHashSet<>();
    for (Rejection rejection : Rejection.values()) {
      for (Optional<Verb> verb : verbs) {
        if (rejection.goesWith(verb)) {
          lines.add(writer.text(new Reply.Refused(verb, rejection)));
        }
      }
    }
    return lines;
  }
}
