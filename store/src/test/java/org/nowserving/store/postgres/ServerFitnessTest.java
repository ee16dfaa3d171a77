package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerFitnessTest {
  @ParameterizedTest
  @CsvSource({
    "140000, UTF8, false, on,  on,  on",
    "180006, UTF8, false, on,  on,  remote_apply",
    "180006, UTF8, false, on,  on,  remote_write",
    "180006, UTF8, false, on,  on,  local",
  })
  void isFit(
      int version, String encoding, boolean standby, String fsync, String pages, String commit) {
    assertEquals(
        Optional.empty(),
        new ServerFitness(version, encoding, standby, fsync, pages, commit).complaint());
  }

  @ParameterizedTest
  @CsvSource({
    "130012, UTF8,   false, on,  on,  on,  PostgreSQL 13",
    "180006, LATIN1, false, on,  on,  on,  LATIN1",
    "180006, UTF8,   true,  on,  on,  on,  standby",
    "180006, UTF8,   false, off, on,  on,  fsync = off",
    "180006, UTF8,   false, on,  off, on,  full_page_writes = off",
    "180006, UTF8,   false, on,  on,  off, synchronous_commit = off",
  })
  void isRefusedInASentenceThatSaysWhatIsWrong(
      int version,
      String encoding,
      boolean standby,
      String fsync,
      String pages,
      String commit,
      String said) {
    String complaint =
        new ServerFitness(version, encoding, standby, fsync, pages, commit)
            .complaint()
            .orElseThrow();
    assertTrue(complaint.contains(said), complaint);
    assertTrue(complaint.contains("database-url"), complaint);
  }

  @Test
  void theServerOfTheTestsIsFit() throws Exception {
    try (TestDatabase database = TestDatabase.fresh();
        var connection = database.connect()) {
      ServerFitness.check(connection);
    }
  }
}
