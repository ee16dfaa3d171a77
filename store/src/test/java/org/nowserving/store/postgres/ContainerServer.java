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

  /**
   * The command in full: what the container would add to it is fsync=off, which the store refuses.
   */
  private static final String POSTGRES = "postgres";

  private static final int POSTGRES_PORT = 5432;
  private static final String LOOPBACK = "127.0.0.1";

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
    DockerImageName image = DockerImageName.parse(image()).asCompatibleSubstituteFor("postgres");
    int fixedPort = Integer.getInteger("it.postgres.port", 0);
    if (fixedPort != 0) {
      return started(new OnTheHost(image, fixedPort), LOOPBACK);
    }
    PostgreSQLContainer container = new PostgreSQLContainer(image);
    container.setCommand(POSTGRES);
    return started(container, container.getHost());
  }

  private static TestServer started(PostgreSQLContainer container, String host) {
    container.start();
    return new TestServer(
        "jdbc:postgresql://%s:%d/%s"
            .formatted(host, container.getMappedPort(POSTGRES_PORT), container.getDatabaseName()),
        container.getUsername(),
        container.getPassword(),
        false);
  }

  /** On the machine's own network, where nothing is mapped: its port is a port of the machine. */
  private static final class OnTheHost extends PostgreSQLContainer {
    private final int port;

    OnTheHost(DockerImageName image, int port) {
      super(image);
      this.port = port;
      withNetworkMode("host");
      setExposedPorts(List.of()); // there is no mapping to wait for
      setCommand(POSTGRES, "-c", "port=" + port, "-c", "listen_addresses=" + LOOPBACK);
    }

    /** Testcontainers asks as it starts, and would find no mapping. */
    @Override
    public Integer getMappedPort(int originalPort) {
      return port;
    }
  }
}
