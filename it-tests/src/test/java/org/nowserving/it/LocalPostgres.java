package org.nowserving.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The bundled PostgreSQL in a data directory, found by its own {@code postmaster.pid}, to be looked
 * into, frozen and killed. One thread.
 */
record LocalPostgres(Path dataDir) {
  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;

  Connection connect() throws IOException, SQLException {
    String password = Files.readString(dataDir.resolve("postgres-password")).strip();
    String port = postmasterFile().get(PORT_LINE).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?sslmode=disable",
        "nowserving",
        password);
  }

  long pid() throws IOException {
    return Long.parseLong(postmasterFile().get(PID_LINE).strip());
  }

  private List<String> postmasterFile() throws IOException {
    return Files.readAllLines(dataDir.resolve("postgres/postmaster.pid"));
  }

  /** kill -9 of the postmaster alone: its children notice by themselves. */
  void killPostmaster() throws IOException, InterruptedException {
    Signal.KILL.send(pid());
  }

  /** The postmaster and every process of it stand still. */
  void freeze() throws IOException, InterruptedException {
    sendToAll(Signal.STOP);
  }

  void thaw() throws IOException, InterruptedException {
    sendToAll(Signal.CONT);
  }

  private void sendToAll(Signal signal) throws IOException, InterruptedException {
    long postmaster = pid();
    signal.send(postmaster); // BEFORE its children, so that it makes no new ones
    try (Stream<ProcessHandle> children = ProcessHandle.of(postmaster).orElseThrow().children()) {
      for (ProcessHandle child : children.toList()) {
        try {
          signal.send(child.pid());
        } catch (IOException e) {
          if (child.isAlive()) {
            throw e;
          } // otherwise it has ended by itself
        }
      }
    }
  }

  /** The postmaster's process, while it runs on this very directory. */
  Optional<ProcessHandle> process() throws IOException {
    List<String> file;
    try {
      file = postmasterFile();
    } catch (NoSuchFileException e) {
      return Optional.empty(); // asking first would not help: a starting one replaces the file
    }
    if (file.isEmpty()) {
      return Optional.empty(); // it is about to write it
    }
    return ProcessHandle.of(Long.parseLong(file.get(PID_LINE).strip()))
        .filter(ProcessHandle::isAlive)
        .filter(this::isOurs);
  }

  private boolean isOurs(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
          .contains(dataDir.resolve("postgres").toString());
    } catch (IOException e) {
      return false; // it has just ended
    }
  }

  /** Ends what a killed server left running. */
  void killIfAlive() throws IOException {
    Optional<ProcessHandle> postmaster = process();
    if (postmaster.isPresent()) {
      List<ProcessHandle> family =
          Stream.concat(postmaster.stream(), postmaster.get().descendants()).toList();
      family.forEach(ProcessHandle::destroyForcibly);
      family.forEach(member -> member.onExit().join());
    }
  }
}
