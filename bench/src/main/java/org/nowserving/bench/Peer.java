package org.nowserving.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A server that ours is held against, as a process. One thread. */
final class Peer implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(30);
  private static final Pattern LISTENING = Pattern.compile("^listening on (127\\.0\\.0\\.1:\\d+)$");

  private final Child process;
  private final URI service;

  private Peer(Child process, URI service) {
    this.process = process;
    this.service = service;
  }

  static Peer bareNetty(Tree tree, Path log) throws IOException, InterruptedException {
    return start("bare Netty", log, java(tree, "org.nowserving.peer.BareNetty", "--port=0"));
  }

  static Peer plainDesk(Tree tree, String databaseUrl, Path log)
      throws IOException, InterruptedException {
    return start(
        "plain server",
        log,
        java(
            tree,
            "org.nowserving.peer.PlainDesk",
            "--port=0",
            "--database-url=" + databaseUrl,
            "--database-user=" + Cluster.USER));
  }

  /** Installs it first, with npm. */
  static Peer uws(Tree tree, Path log) throws IOException, InterruptedException {
    String directory = tree.uws().toString();
    Run.output(
        List.of("npm", "install", "--no-save", "--prefix", directory, "--no-audit", "--no-fund"));
    return start(
        "uWebSockets.js",
        log,
        List.of("node", tree.uws().resolve("server.js").toString(), "--port=0"));
  }

  /** On the runtime that ships, with the memory that ships. */
  private static List<String> java(Tree tree, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                tree.java(),
                "-Xms64m",
                "-Xmx512m",
                "-XX:MaxDirectMemorySize=256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                tree.classPath()));
    command.addAll(List.of(words));
    return command;
  }

  private static Peer start(String name, Path log, List<String> command)
      throws IOException, InterruptedException {
    Child child = new Child(name, log, Map.of(), command);
    String address = child.listen().await(LISTENING, TO_START).group(1);
    return new Peer(child, URI.create("http://" + address));
  }

  URI service() {
    return service;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
