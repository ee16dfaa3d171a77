package org.nowserving.net;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every number that bounds the network side, by name. Pure.
 *
 * @param ioThreads how many event loops share the connections
 */
public record NetSettings(Place place, Sizes sizes, Times times, int ioThreads) {
  public NetSettings {
    atLeast(1, ioThreads, "ioThreads");
  }

  /** The usual limits, at this place. */
  public static NetSettings at(Place place) {
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    return new NetSettings(place, Sizes.USUAL, Times.USUAL, threads);
  }

  /**
   * Where the service listens.
   *
   * @param bind the address or host name to listen on
   * @param port 0 lets the system choose a free one
   * @param allowedHosts the names by which the service may be addressed, besides address literals,
   *     {@code localhost} and the machine's own names; without ports; their case does not matter
   */
  public record Place(String bind, int port, Set<String> allowedHosts) {
    public Place {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("a port lies between 0 and 65535");
      }
      allowedHosts =
          allowedHosts.stream()
              .map(name -> name.toLowerCase(Locale.ROOT))
              .collect(Collectors.toUnmodifiableSet());
    }
  }

  /**
   * How much is too much.
   *
   * @param messageBytes the longest message that a device may send, in one frame or in fragments
   * @param headBytes the longest request line, and the longest headers together, of a request
   * @param bodyBytes the longest body of a plain HTTP request
   * @param outboundBytes how far a device may lag behind what it is told before it counts as slow
   * @param commandsInFlight how many commands of one connection may wait for their answers; nothing
   *     further is read from it meanwhile
   */
  public record Sizes(
      int messageBytes, int headBytes, int bodyBytes, int outboundBytes, int commandsInFlight) {
    public static final Sizes USUAL = new Sizes(4_096, 8_192, 16_384, 262_144, 64);

    public Sizes {
      atLeast(1, messageBytes, "messageBytes");
      atLeast(1, headBytes, "headBytes");
      atLeast(0, bodyBytes, "bodyBytes");
      atLeast(1, outboundBytes, "outboundBytes");
      atLeast(1, commandsInFlight, "commandsInFlight");
    }
  }

  /**
   * How long is too long.
   *
   * @param handshake from accepting a connection to its finished handshake or its first complete
   *     request, and from an answer to the next complete request; bytes do not extend it
   * @param ping how often a device is asked whether it is still there
   * @param silence for how long a device may send no frame at all
   * @param lag for how long a device that was told something may send no frame at all
   * @param drain for how long a welcome or an HTTP answer may wait without a byte of it being taken
   * @param close from the close frame to the end of a connection whose device does not answer it
   * @param goodbye for how long the server waits for devices to go when it stops
   */
  public record Times(
      Duration handshake,
      Duration ping,
      Duration silence,
      Duration lag,
      Duration drain,
      Duration close,
      Duration goodbye) {
    public static final Times USUAL =
        new Times(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(45),
            Duration.ofSeconds(8),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));

    public Times {
      positive(handshake, "handshake");
      positive(ping, "ping");
      positive(silence, "silence");
      positive(lag, "lag");
      positive(drain, "drain");
      positive(close, "close");
      positive(goodbye, "goodbye");
    }
  }

  private static void atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is at least " + least);
    }
  }

  private static void positive(Duration value, String name) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " is longer than nothing");
    }
  }
}
