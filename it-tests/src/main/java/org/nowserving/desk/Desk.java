package org.nowserving.desk;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.nowserving.desk.Ledger.Deed;
import org.nowserving.desk.Ledger.Outcome;

/**
 * Kiosks, staff and displays at work, each on a thread and a connection of its own. Made, opened
 * and closed by one thread; {@link #ledger} may be read by any.
 */
public final class Desk implements AutoCloseable {
  private static final Duration FOR_A_PICTURE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Ledger ledger = new Ledger();
  private final String mark = "m" + UUID.randomUUID().toString().substring(0, 8);
  private final Plan plan;
  private final List<Badge> badges;
  private final Hall hall;
  private final List<Display> displays = new ArrayList<>();
  private final List<Future<Void>> kiosksAndStaff = new ArrayList<>();
  private final List<Future<Void>> kiosks = new ArrayList<>();
  private final List<Future<Void>> walls = new ArrayList<>();

  /** An empty desk whose kiosks and displays have no key. */
  public Desk(Supplier<Optional<URI>> service, Plan plan, List<Badge> badges) {
    this(service, Optional.empty(), plan, badges);
  }

  /**
   * An empty desk.
   *
   * @param service where the server is now, if there is one; asked for every new connection
   * @param deviceKey that kiosks and displays show, if the server asks for one
   * @param badges one for each staff member of the plan
   */
  public Desk(
      Supplier<Optional<URI>> service, Optional<String> deviceKey, Plan plan, List<Badge> badges) {
    if (badges.size() != plan.staff()) {
      throw new IllegalArgumentException("one badge for each staff member");
    }
    this.plan = plan;
    this.badges = List.copyOf(badges);
    this.hall = new Hall(http, service, deviceKey, plan, mark, ledger);
  }

  /** Everybody comes to work; returns when the displays listen. */
  public void open() throws InterruptedException {
    for (int i = 0; i < plan.displays(); i++) {
      Display display = new Display(hall);
      displays.add(display);
      walls.add(threads.submit(display));
    }
    for (Display display : displays) {
      display.awaitConnected();
    }
    for (int i = 0; i < plan.staff(); i++) {
      start(new StaffMember(hall, badges.get(i), i), kiosksAndStaff);
    }
    for (int i = 0; i < plan.kiosks(); i++) {
      kiosks.add(start(new Kiosk(hall, i), kiosksAndStaff));
    }
  }

  private Future<Void> start(Callable<Void> participant, List<Future<Void>> group) {
    Future<Void> started = threads.submit(participant);
    group.add(started);
    return started;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** Whether a ticket with this e-mail was made by this desk. */
  public boolean isOurs(String email) {
    return hall.isOurs(email);
  }

  /** Nobody else comes; the visitors who are there are served. */
  public void closeTheDoor() {
    hall.closeTheDoor();
  }

  /** One of the displays loses its connection and has to be told everything again. */
  public void reconnectADisplay() {
    if (!displays.isEmpty()) {
      displays.getLast().reconnect();
    }
  }

  /** Waits until there have been as many connections as devices, or somebody gave up. */
  public void awaitEverybody() throws InterruptedException {
    while (hall.connections() < plan.devices()
        && kiosksAndStaff.stream().noneMatch(Future::isDone)) {
      Thread.sleep(10);
    }
  }

  /** Waits until that many visitors have a ticket, or somebody gave up. */
  public void awaitVisitors(int count) throws InterruptedException {
    while (ledger.count(Deed.Open.class, Outcome.ACKNOWLEDGED) < count
        && kiosksAndStaff.stream().noneMatch(Future::isDone)) {
      Thread.sleep(20);
    }
  }

  /** Waits until that many connections have ended against their devices' will, or one gave up. */
  public void awaitEndings(int count) throws InterruptedException {
    while (ledger.endings().size() < count && kiosksAndStaff.stream().noneMatch(Future::isDone)) {
      Thread.sleep(10);
    }
  }

  /** Throws what made a participant give up, if one did. */
  public void checkThatAllWork() throws InterruptedException, ExecutionException {
    for (Future<Void> participant : kiosksAndStaff) {
      if (participant.isDone()) {
        participant.get();
      }
    }
  }

  /**
   * Lets all staff sit still for a moment, and compares every display's picture with what they are
   * doing.
   */
  public void compareThePictures() throws InterruptedException {
    Map<Integer, Optional<Long>> expected = hall.intermission().begin(plan.patience());
    try {
      for (Display display : displays) {
        compare(display.board(), expected);
      }
    } finally {
      hall.intermission().end();
    }
  }

  private void compare(Board board, Map<Integer, Optional<Long>> expected)
      throws InterruptedException {
    long deadline = System.nanoTime() + FOR_A_PICTURE.toNanos();
    while (!board.picture().entrySet().containsAll(expected.entrySet())) {
      if (System.nanoTime() > deadline) {
        ledger.contradiction("a display shows " + board.picture() + " where staff do " + expected);
        return;
      }
      Thread.sleep(10);
    }
  }

  /** Waits until every visitor was served and everybody went home. */
  public void awaitTheEnd() throws InterruptedException, ExecutionException {
    for (Future<Void> kiosk : kiosks) {
      kiosk.get();
    }
    hall.everybodyIsIn(true);
    for (Future<Void> participant : kiosksAndStaff) {
      participant.get();
    }
    compareTheLines();
    displays.forEach(Display::switchOff);
    for (Future<Void> wall : walls) {
      wall.get();
    }
  }

  /**
   * Where no connection was lost, a display that listened all the time heard exactly what happened
   * at each table.
   */
  private void compareTheLines() throws InterruptedException {
    if (hall.script().isInterrupted()) {
      return;
    }
    for (Display display : displays) {
      if (display.heardAll()) {
        for (Map.Entry<Integer, List<String>> table : hall.script().lines().entrySet()) {
          compare(display.board(), table.getKey(), table.getValue());
        }
      }
    }
  }

  private void compare(Board board, int table, List<String> expected) throws InterruptedException {
    long deadline = System.nanoTime() + FOR_A_PICTURE.toNanos();
    while (Collections.indexOfSubList(board.lines(table), expected) < 0) {
      if (System.nanoTime() > deadline) {
        ledger.contradiction(
            "a display heard %s of table %d, where %s happened"
                .formatted(board.lines(table), table, expected));
        return;
      }
      Thread.sleep(10);
    }
  }

  /** Sends everybody home at once, whatever they are doing. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
    http.shutdownNow();
  }
}
