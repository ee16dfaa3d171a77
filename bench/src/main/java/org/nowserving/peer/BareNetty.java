package org.nowserving.peer;

import io.netty.channel.EventLoopGroup;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Netty's WebSockets without any of the product's work, as good as they get: what the product's
 * echo, fan-out and memory are held against. {@code /echo} gives back, {@code /display} hears the
 * wall, {@code /fanout} tells the wall and gives back.
 */
@Command(name = "bare-netty", mixinStandardHelpOptions = true)
public final class BareNetty implements Callable<Integer> {
  @Option(names = "--port", defaultValue = "0", description = "0 for any (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--event-loops",
      defaultValue = "0",
      description = "How many threads; 0 for Netty's default (${DEFAULT-VALUE}).")
  private int eventLoops;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BareNetty()).execute(arguments));
  }

  @Override
  public Integer call() {
    try (WebSocketPort listening = listen(port, eventLoops)) {
      listening.serve();
    }
    return 0;
  }

  static WebSocketPort listen(int port, int threads) {
    EventLoopGroup eventLoops = WebSocketPort.eventLoops(threads);
    Wall wall = new Wall(eventLoops);
    return WebSocketPort.listen(
        port,
        eventLoops,
        path ->
            switch (path) {
              case "/echo" -> Optional.of(new EchoPath());
              case "/display" -> Optional.of(new DisplayPath(wall));
              case "/fanout" -> Optional.of(new FanoutPath(wall));
              default -> Optional.empty();
            });
  }
}
