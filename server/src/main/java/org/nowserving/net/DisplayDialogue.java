package org.nowserving.net;

import org.nowserving.limits.Allowance;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.text.CommandParser;

/** What a display says: whatever it is, it is refused. On its event loop only. */
final class DisplayDialogue extends Dialogue {

  DisplayDialogue(Device device, Inbox inbox, NetMeter meter, int limit, Allowance allowance) {
    super(device, inbox, meter, limit, allowance);
  }

  @Override
  void understand(String text) {
    refuse(CommandParser.display(text));
  }
}
