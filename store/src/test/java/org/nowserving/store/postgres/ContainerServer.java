package org.nowserving.store.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * PostgreSQL in a container, through Testcontainers. {@code -Dit.postgres.image} is the image;
 * {@code -Dit.postgres.port} runs it on the host's own network with that fixed port, for engines
 * that offer nothing else.
 */
final class ContainerServer {
  private static final String DEFAULT_IMAGE = "postgres:18";

  private static final int POSTGRES_PORT = 5432;

  private ContainerServer() {}

  static String image() {
    return System.getProperty("it.postgres.image", DEFAULT_IMAGE);
  }

  /** Whether an engine answers. Testcontainers is asked only where there is a sign of one. */
  static boolean isEngineHere() {
    return hasSignOfEngine() && DockerClientFactory.instance().isDockerAvailable();
  }

  private static boolean hasSignOfEngine() {
    String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/run");
    List<Path> signs =
        List.of(
            Path.of("/var/run/docker.sock"),
            Path.of(runtime, "docker.sock"),
            Path.of(runtime, "podman", "podman.sock"),
            Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"),
            Path.of(System.getProperty("user.home"), ".testcontainers.properties"));
    return System.getenv("DOCKER_HOST") != null || signs.stream().anyMatch(Files::exists);
  }

  /** Starts it; Testcontainers removes it when the JVM ends. */
  static TestServer start() {
    PostgreSQLContainer container =
        new PostgreSQLContainer(
            DockerImageName.parse(image()).asCompatibleSubstituteFor("postgres"));
    int fixedPort = Integer.getInteger("it.postgres.port", 0);
    // The container's own default is fsync=off, which the store refuses.
    if (fixedPort == 0) {
      container.setCommand("postgres");
      container.start();
      return server(container, container.getHost(), container.getMappedPort(POSTGRES_PORT));
    }
    container.setCommand("postgres", "-c", "port=" + fixedPort);
    container.withNetworkMode("host");
    container.setExposedPorts(List.of()); // there is no mapping to wait for
    container.start();
    return server(container, "127.0.0.1", fixedPort);
  }

  private static TestServer server(PostgreSQLContainer container, String host, int port) {
    return new TestServer(
        "jdbc:postgresql://%s:%d/%s".formatted(host, port, container.getDatabaseName()),
        container.getUsername(),
        container.getPassword(),
        false);
  }
}
