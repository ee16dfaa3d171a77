package org.nowserving;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.nowserving.accounts.StaffAccounts;
import org.nowserving.protocol.Endpoint;
import org.nowserving.settings.ServerConfig;

/**
 * What the server says on standard output once it is ready: where it is, how to sign in, where the
 * data is. Programs that start the server read the lines {@code Service:} and {@code Operations:}.
 * Immutable.
 */
record FirstWords(
    InetSocketAddress service,
    InetSocketAddress operations,
    ServerConfig.Database database,
    StaffAccounts.FirstStart firstStart) {

  /** The lines to print. */
  List<String> lines() {
    List<String> hosts = hosts(service);
    List<String> lines = new ArrayList<>();
    lines.add("Now Serving " + Main.version() + " is ready. Open it in a browser.");
    lines.add("");
    for (String host : hosts) {
      lines.add("Service:    http://%s:%d/".formatted(host, service.getPort()));
    }
    for (String host : hosts(operations)) {
      lines.add("Operations: http://%s:%d/".formatted(host, operations.getPort()));
    }
    String place = "http://" + hosts.getFirst() + ":" + service.getPort();
    lines.add("Kiosk:      " + place + Endpoint.KIOSK.path());
    lines.add("Staff:      " + place + Endpoint.STAFF.path());
    lines.add("Display:    " + place + Endpoint.DISPLAY.path());
    lines.add("Office:     " + place + "/administration");
    lines.add("Sign in:    " + howToSignIn());
    lines.add(where());
    return lines;
  }

  private String howToSignIn() {
    return switch (firstStart) {
      case StaffAccounts.FirstStart.NotTheFirst() -> "\"nowserving staff list\" names the members.";
      case StaffAccounts.FirstStart.WithGivenPassword() ->
          "name admin, with the password from NOWSERVING_ADMIN_PASSWORD.";
      case StaffAccounts.FirstStart.WithNewPassword(var password) ->
          "name admin, password "
              + password
              + "\n            This password is shown only now; \"nowserving staff password admin\" changes it.";
      case StaffAccounts.FirstStart.BadPassword(var flaw) ->
          throw new AssertionError("a server with a bad password does not start");
    };
  }

  private String where() {
    return database
        .url()
        .map(url -> "Database:   " + url)
        .orElseGet(() -> "Data:       " + database.dataDir().toAbsolutePath().normalize());
  }

  /**
   * What to type to reach an address: itself, or every address of the machine where it means all of
   * them.
   */
  private static List<String> hosts(InetSocketAddress bound) {
    InetAddress address = bound.getAddress();
    if (!address.isAnyLocalAddress()) {
      return List.of(literal(address));
    }
    List<String> hosts = new ArrayList<>();
    machineAddresses().forEach(own -> hosts.add(literal(own)));
    hosts.add("127.0.0.1");
    return hosts;
  }

  private static List<InetAddress> machineAddresses() {
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(own -> !own.isLoopbackAddress() && !own.isLinkLocalAddress())
          .sorted(Comparator.comparingInt(own -> own instanceof Inet4Address ? 0 : 1))
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress().replaceFirst("%.*", "");
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }
}
