package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.store.postgres.PostgresFixture.BIN_DIR;
import static org.nowserving.store.postgres.PostgresFixture.answers;
import static org.nowserving.store.postgres.PostgresFixture.startedBefore;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nowserving.store.postgres.Postmaster.Outcome;

/** The port that is chosen at each start may be taken by somebody else in between. */
class BundledPostgresPortTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
  }

  @Test
  void aTakenPortIsToldFromEveryOtherTrouble() throws Exception {
    PostgresPrograms programs = PostgresPrograms.in(BIN_DIR);
    DataDirectory directory = DataDirectory.take(startedBefore(folder.resolve("data")));
    try {
      PostgresAccount account =
          PostgresAccount.choose(programs, directory, PostgresAccount.Tools.ofThisMachine());
      PostmasterLaunch launch = new PostmasterLaunch(programs, directory, account);
      int port;
      try (ServerSocket stranger = listen()) {
        port = stranger.getLocalPort();
        assertEquals(Outcome.PORT_TAKEN, launch.begin(port).awaitReady(PATIENCE));
      }
      Postmaster postmaster = launch.begin(port);
      assertEquals(Outcome.READY, postmaster.awaitReady(PATIENCE));
      postmaster.stop(PATIENCE);
    } finally {
      directory.release();
    }
  }

  @Test
  void aStrangerOnThePortIsNotToldThePassword() throws Exception {
    try (BundledPostgres postgres =
            BundledPostgres.start(BIN_DIR, startedBefore(folder.resolve("data")));
        ServerSocket stranger = listen()) {
      CompletableFuture<Integer> heard = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> askForThePassword(stranger, heard));
      int port = URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
      String strangersUrl =
          postgres.jdbcUrl().replace(":" + port + "/", ":" + stranger.getLocalPort() + "/");
      assertThrows(
          SQLException.class,
          () ->
              DriverManager.getConnection(strangersUrl, postgres.user(), postgres.password())
                  .close());
      assertEquals(-1, heard.get()); // it hung up
      assertTrue(answers(postgres));
    }
  }

  /** Plays PostgreSQL up to the point where the password is due, in clear. Tells the next byte. */
  private static void askForThePassword(ServerSocket stranger, CompletableFuture<Integer> heard) {
    try (Socket client = stranger.accept()) {
      DataInputStream input = new DataInputStream(client.getInputStream());
      input.skipNBytes(input.readInt() - Integer.BYTES); // the greeting
      DataOutputStream output = new DataOutputStream(client.getOutputStream());
      output.writeByte('R');
      output.writeInt(8);
      output.writeInt(3); // the code for a password in clear
      output.flush();
      heard.complete(input.read());
    } catch (IOException e) {
      heard.completeExceptionally(e);
    }
  }
}
