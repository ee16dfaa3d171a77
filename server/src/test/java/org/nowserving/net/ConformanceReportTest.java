package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nowserving.net.ConformanceReport.Case;
import org.nowserving.net.ConformanceReport.Verdict;

/** A suite that fails must not be read as one that passes. */
class ConformanceReportTest {

  @ParameterizedTest
  @CsvSource({
    "OK, OK, OK",
    "INFORMATIONAL, OK, INFORMATIONAL",
    "INFORMATIONAL, INFORMATIONAL, INFORMATIONAL",
    "NON-STRICT, OK, NON_STRICT",
    "FAILED, OK, FAILED",
    "OK, FAILED, FAILED",
    "OK, UNCLEAN, FAILED",
    "OK, WRONG CODE, FAILED",
    "OK, FAILED BY CLIENT, FAILED",
    "NON-STRICT, UNCLEAN, FAILED",
    "UNIMPLEMENTED, OK, FAILED",
    "'', '', FAILED",
  })
  void whatTheSuiteSays(String behaviour, String close, Verdict verdict) {
    assertEquals(verdict, Case.of("1.1.1", behaviour, close).verdict());
  }

  @Test
  void itsFile(@TempDir Path directory) throws Exception {
    Path index =
        Files.writeString(
            directory.resolve("index.json"),
            """
            {"nowserving": {
              "6.4.3": {"behavior": "NON-STRICT", "behaviorClose": "OK", "duration": 1000},
              "10.1.1": {"behavior": "OK", "behaviorClose": "UNCLEAN", "remoteCloseCode": null},
              "6.1.1": {"behavior": "OK", "behaviorClose": "OK", "reportfile": "x.json"}
            }}
            """);
    ConformanceReport report = ConformanceReport.read(index);
    assertEquals(
        """
        | group | cases | OK | informational | non-strict | failed |
        | --- | --- | --- | --- | --- | --- |
        | 6 UTF-8 | 2 | 1 | 0 | 1 | 0 |
        | 10 chopped automatically | 1 | 0 | 0 | 0 | 1 |
        | all | 3 | 1 | 0 | 1 | 1 |
        """,
        report.table());
  }
}
