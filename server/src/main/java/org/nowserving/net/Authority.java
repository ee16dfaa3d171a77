package org.nowserving.net;

import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The {@code host[:port]} of a {@code Host} header or an {@code Origin}. Pure.
 *
 * @param host in lower case; an IPv6 address without its brackets
 */
record Authority(String host, OptionalInt port) {

  static Optional<Authority> of(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : endOfName(text);
    if (end <= 0) {
      return Optional.empty();
    }
    Optional<String> host = host(text.substring(0, end));
    if (host.isEmpty() || end == text.length()) {
      return host.map(name -> new Authority(name, OptionalInt.empty()));
    }
    return port(text.substring(end)).map(port -> new Authority(host.get(), OptionalInt.of(port)));
  }

  /** The port, or the one that the scheme means where none is named. */
  int portOr(int usual) {
    return port.orElse(usual);
  }

  /** Whether the host is a number and not a name, so that no name server has a say in it. */
  boolean isAddressLiteral() {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  private static int endOfName(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text.length() : colon;
  }

  private static Optional<String> host(String text) {
    if (text.startsWith("[")) {
      String address = text.substring(1, text.length() - 1);
      return NetUtil.isValidIpV6Address(address)
          ? Optional.of(address.toLowerCase(Locale.ROOT))
          : Optional.empty();
    }
    return text.chars().allMatch(Authority::standsInNames)
        ? Optional.of(text.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static boolean standsInNames(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '-'
        || character == '.'
        || character == '_';
  }

  /** The number after the colon, in the one way that a browser writes it. */
  private static Optional<Integer> port(String text) {
    if (text.length() < 2
        || text.length() > 6
        || text.charAt(0) != ':'
        || (text.charAt(1) == '0' && text.length() > 2)
        || !text.chars().skip(1).allMatch(digit -> digit >= '0' && digit <= '9')) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text, 1, text.length(), 10);
    return port <= 65_535 ? Optional.of(port) : Optional.empty();
  }
}
