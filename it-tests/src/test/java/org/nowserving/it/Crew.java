package org.nowserving.it;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Office;
import org.nowserving.protocol.StaffName;

/** Staff members for a test, hired through the API. */
public final class Crew {
  private Crew() {}

  public static Badge admin(URI service) throws IOException, InterruptedException {
    try (Office office = new Office(service)) {
      return office.signIn(new StaffName("admin"), Launch.ADMIN_PASSWORD);
    }
  }

  /** Hires them and signs them in. */
  public static List<Badge> hire(URI service, String... names)
      throws IOException, InterruptedException {
    List<Badge> badges = new ArrayList<>();
    try (Office office = new Office(service)) {
      Badge admin = office.signIn(new StaffName("admin"), Launch.ADMIN_PASSWORD);
      for (String name : names) {
        String password = "correct horse battery staple";
        office.add(admin, new StaffName(name), password);
        badges.add(office.signIn(new StaffName(name), password));
      }
    }
    return badges;
  }

  /** Everything that the server's history has. */
  public static List<Office.Entry> history(URI service) throws IOException, InterruptedException {
    try (Office office = new Office(service)) {
      return office.tickets(admin(service));
    }
  }
}
