package org.nowserving;

import org.nowserving.http.DeskFacts;
import org.nowserving.http.Pages;
import org.nowserving.loop.LoopLimits;
import org.nowserving.settings.ServerConfig;

/** What single parts of the server want of the settings, which they do not know. Pure. */
final class PartSettings {
  private PartSettings() {}

  static DeskFacts deskFacts(ServerConfig.Desk desk) {
    return new DeskFacts(
        desk.name(),
        desk.floor().tables(),
        desk.zone(),
        desk.displayClaimedOrder().word(),
        desk.longWait(),
        desk.floor().duplicateWindow(),
        Pages::edition);
  }

  static LoopLimits loopLimits(ServerConfig.Inside inside) {
    return new LoopLimits(
        inside.inputsPerTurn(),
        LoopLimits.DEFAULT.gathered(),
        LoopLimits.DEFAULT.answerTime(),
        inside.commitPatience());
  }
}
