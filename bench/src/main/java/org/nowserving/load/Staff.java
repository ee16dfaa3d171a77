package org.nowserving.load;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Office;
import org.nowserving.protocol.StaffName;

/** Staff members who are made for one load, and removed after it. Blocks; one thread. */
final class Staff implements AutoCloseable {
  private final Office office;
  private final Badge admin;
  private final List<StaffName> names = new ArrayList<>();
  private final List<Badge> badges = new ArrayList<>();

  private Staff(Office office, Badge admin) {
    this.office = office;
    this.admin = admin;
  }

  static Staff hire(URI server, String adminPassword, int count)
      throws IOException, InterruptedException {
    Office office = new Office(server);
    try {
      Badge admin = office.signIn(new StaffName("admin"), adminPassword);
      Staff staff = new Staff(office, admin);
      staff.hire(count);
      return staff;
    } catch (Office.Refused e) {
      office.close();
      throw new LoadException("the server makes no staff: " + e.getMessage(), e);
    } catch (IOException e) {
      office.close();
      throw new LoadException("no connection to " + server + ": " + e, e);
    }
  }

  private void hire(int count) throws IOException, InterruptedException {
    String mark = UUID.randomUUID().toString();
    try {
      for (int i = 1; i <= count; i++) {
        StaffName name = new StaffName("Load " + mark.substring(0, 4) + " " + i);
        names.add(name); // BEFORE it is made, so that whoever was made is removed
        office.add(admin, name, mark);
        badges.add(office.signIn(name, mark));
      }
    } catch (IOException e) {
      try {
        remove();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  List<Badge> badges() {
    return List.copyOf(badges);
  }

  private void remove() throws IOException, InterruptedException {
    for (StaffName name : names) {
      try {
        office.remove(admin, name);
      } catch (Office.Refused e) {
        if (e.status() != 404) { // the last one may not have been made
          throw e;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (office) {
      remove();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("staff made for the load are left on the server");
    }
  }
}
