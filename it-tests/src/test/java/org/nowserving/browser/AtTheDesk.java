package org.nowserving.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Device;
import org.nowserving.desk.Office;
import org.nowserving.it.Crew;
import org.nowserving.protocol.Endpoint;

/** People who do at the desk what a page is to show, over the wire. One thread. */
final class AtTheDesk {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private AtTheDesk() {}

  static Device at(URI service, int table, Badge badge) throws Exception {
    Device device =
        Device.connect(
            HTTP,
            service,
            Endpoint.STAFF,
            Device.bearing(badge.token().secret()),
            Device.Limits.USUAL);
    assertEquals(
        "success pick " + table, answer(device, "pick " + table + " " + badge.token().secret()));
    return device;
  }

  /** The reply, whatever else is said in between. */
  static String answer(Device device, String command) throws Exception {
    device.say(command);
    while (true) {
      String line =
          device
              .hear(PATIENCE)
              .orElseThrow(() -> new AssertionError("no reply to " + command))
              .line();
      if (line.startsWith("success ") || line.startsWith("error ")) {
        return line;
      }
    }
  }

  static long arrive(Device kiosk, String email, String name) throws Exception {
    String reply = answer(kiosk, "new " + email + " " + name);
    return Long.parseLong(reply.replaceFirst("^success new \\{.*\"id\":\"?([0-9]+).*", "$1"));
  }

  static Device kiosk(URI service) throws Exception {
    return Device.connect(HTTP, service, Endpoint.KIOSK);
  }

  static String stateOf(URI service, long ticket) throws Exception {
    return Crew.history(service).stream()
        .filter(entry -> entry.ticket() == ticket)
        .map(Office.Entry::state)
        .findFirst()
        .orElse("nowhere");
  }

  /** Nobody has a table, nobody waits and nobody is served any more. */
  static void everybodyGoesHome(URI service) throws Exception {
    try (Office office = new Office(service)) {
      Badge admin = Crew.admin(service);
      office.closeDay(admin);
      for (Office.Entry entry : office.tickets(admin)) {
        if (entry.state().equals("serving")) {
          office.callOff(admin, entry.ticket());
        }
      }
    }
  }
}
