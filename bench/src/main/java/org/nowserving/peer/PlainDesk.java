package org.nowserving.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.nowserving.peer.DeskDatabase.Address;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The seed protocol the way most people would write it, and write it well: Netty's stock handlers,
 * virtual threads, a pool, one transaction a command, the answer AFTER its commit. What the
 * product's group commit is held against. Lines are read by the product's own parser, so that both
 * answer the same to the letter.
 *
 * <p>It is not a whole product. Any token is valid, and is its holder's name. Tables are in memory
 * alone, and free as soon as their connection ends; a person on two connections is two. A ticket of
 * somebody who left their table is not shown again at their next. Nobody is limited, and a device
 * that does not read is waited for without end. A commit of which nobody knows is answered like one
 * that failed. There is no sign-in, no office, no origin or host that is looked at, no metrics.
 */
@Command(name = "plain-desk", mixinStandardHelpOptions = true)
public final class PlainDesk implements Callable<Integer> {
  @Option(names = "--port", defaultValue = "0", description = "0 for any (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--database-url",
      required = true,
      description = "jdbc:postgresql://HOST:PORT/DATABASE")
  private String databaseUrl = "";

  @Option(names = "--database-user", defaultValue = "postgres", description = "(${DEFAULT-VALUE}).")
  private String databaseUser = "";

  @Option(names = "--database-password-file", description = "Without it there is no password.")
  private @Nullable Path databasePasswordFile;

  @Option(
      names = "--pool",
      defaultValue = "10",
      description = "How many connections to PostgreSQL (${DEFAULT-VALUE}).")
  private int pool;

  @Option(
      names = "--event-loops",
      defaultValue = "0",
      description = "How many threads; 0 for Netty's default (${DEFAULT-VALUE}).")
  private int eventLoops;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PlainDesk()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    String password =
        databasePasswordFile == null ? "" : Files.readString(databasePasswordFile).strip();
    Address address = new Address(databaseUrl, databaseUser, password, pool);
    try (DeskDatabase database = DeskDatabase.open(address);
        ExecutorService commands = Executors.newVirtualThreadPerTaskExecutor();
        WebSocketPort listening = listen(port, eventLoops, commands, database)) {
      listening.serve();
    }
    return 0;
  }

  static WebSocketPort listen(
      int port, int threads, ExecutorService commands, DeskDatabase database) {
    PlainBook book = new PlainBook(database);
    Hall hall = new Hall();
    return WebSocketPort.listen(
        port,
        WebSocketPort.eventLoops(threads),
        path ->
            switch (path) {
              case "/kiosk" -> Optional.of(new KioskPath(commands, book, hall));
              case "/staff" -> Optional.of(new StaffPath(commands, book, hall));
              case "/display" -> Optional.of(new WallPath(commands, hall));
              default -> Optional.empty();
            });
  }
}
