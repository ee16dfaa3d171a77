package org.nowserving.store.postgres;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.nowserving.store.StoreException;

/**
 * A server of its own that has nothing but the bundled PostgreSQL, for tests that kill it,
 * interrupt it, or run it as somebody else. Says {@code ready URL} or {@code refused SENTENCE};
 * ends when its input does.
 */
final class BundledPostgresProcess {
  private BundledPostgresProcess() {}

  public static void main(String[] arguments) throws Exception {
    try (BundledPostgres postgres =
            BundledPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]));
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("ready " + postgres.jdbcUrl());
      while (input.readLine() != null) {
        // whatever is said, it is the end that counts
      }
    } catch (StoreException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
