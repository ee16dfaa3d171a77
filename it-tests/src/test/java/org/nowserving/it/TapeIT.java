package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nowserving.store.postgres.TestDatabase;
import org.nowserving.tape.Tape;
import org.nowserving.tape.Tapes;

/**
 * Plays every tape over real sockets, against the server as it is shipped and a real PostgreSQL.
 * Two at once: much of a tape is waiting for a server to start, or for a time to pass.
 */
class TapeIT {
  static List<String> names() {
    return Tapes.NAMES;
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("names")
  void soundsAsRecorded(String name) throws Exception {
    Tape tape = Tapes.read(name);
    boolean timePasses = tape.steps().stream().anyMatch(step -> step.line().startsWith("-- pass"));
    Ground ground = new Ground();
    try (TestDatabase database = TestDatabase.fresh();
        SocketStage stage = new SocketStage(ground, ground.on(database), timePasses)) {
      assertEquals(tape.text(), tape.withHeard(tape.play(stage)).text());
      assertEquals(List.of(), stage.devicesThatHeardMore());
    }
  }
}
