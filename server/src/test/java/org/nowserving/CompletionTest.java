package org.nowserving;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;

/** What bash completes after {@code nowserving} is what the command line takes. */
class CompletionTest {
  @Test
  void theScriptFollowsFromTheCommands() {
    String script =
        AutoComplete.bash(
            "nowserving", Main.commandLine(new Surroundings(Map.of(), _ -> Optional.empty())));
    // bash reads it from a folder of such scripts; it is no program
    WrittenPage.assertSays(
        script.replaceFirst("^#!.*\n", ""), "deploy/src/debian/nowserving.bash-completion");
  }
}
