package org.nowserving.desk;

import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.nowserving.desk.Ledger.Deed;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;

/**
 * A staff member who takes the oldest ticket that waits, completes or cancels it, serves two at
 * once now and then, takes breaks, changes tables and reconnects. Serves the visitors of this run
 * only. Runs on a thread of its own.
 */
final class StaffMember implements Callable<Void> {
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(50);
  private static final Duration A_GLANCE = Duration.ofMillis(20);
  private static final int NO_TABLE = -1;
  private static final int TABLES_TO_TRY = 500;

  /** The connection was given up on purpose, with nothing in doubt. */
  private static final class Reconnect extends Exception {
    @Serial private static final long serialVersionUID = 1;
  }

  private final Hall hall;
  private final Badge badge;
  private final SplittableRandom chance;
  private final TreeSet<Long> waiting = new TreeSet<>();

  /** What is being served, oldest claim first, and the monotonic time at which each is to end. */
  private final LinkedHashMap<Long, Long> serving = new LinkedHashMap<>();

  private Set<Integer> taken = Set.of();
  private int table = NO_TABLE;

  StaffMember(Hall hall, Badge badge, int number) {
    this.hall = hall;
    this.badge = badge;
    this.chance = hall.chance("staff " + number);
  }

  @Override
  public Void call() throws InterruptedException {
    boolean resumes = false;
    try {
      while (true) {
        Device device = hall.connect(Endpoint.STAFF);
        try {
          arrive(device, resumes);
          work(device);
          unpick(device);
          device.close();
          return null;
        } catch (Reconnect e) {
          resumes = true;
        } catch (ConnectionEnded e) {
          hall.interrupted(e);
          resumes = false;
        } finally {
          device.drop();
        }
      }
    } finally {
      hall.intermission().leave();
    }
  }

  /**
   * Sits down on a new connection, and learns from its welcome what waits and what is still theirs.
   */
  private void arrive(Device device, boolean resumes) throws ConnectionEnded, InterruptedException {
    waiting.clear();
    serving.clear();
    hear(device, Duration.ofSeconds(5)); // `taken`, the first word to everybody without a table
    if (table == NO_TABLE) {
      table = hall.reserveTable(taken);
    }
    pick(device, !resumes);
    while (!hasHeardEverything(device)) {
      Thread.sleep(BEFORE_ANOTHER_TRY);
    }
  }

  private void work(Device device) throws ConnectionEnded, InterruptedException, Reconnect {
    while (true) {
      boolean more = true;
      while (more) {
        more = hear(device, Duration.ZERO);
      }
      hall.intermission().attend(table, newest());
      Optional<Long> due = due();
      if (due.isPresent()) {
        end(device, due.get());
      } else if (!waiting.isEmpty() && serving.size() < capacity()) {
        accept(device, waiting.first());
      } else if (serving.isEmpty() && hall.everybodyIsIn() && hasHeardEverything(device)) {
        if (waiting.isEmpty()) {
          return;
        }
      } else {
        hear(device, A_GLANCE);
        continue;
      }
      if (chance.nextInt(60) == 0) {
        takeABreak(device);
      }
    }
  }

  /** One at a time, and now and then a second one beside it. */
  private int capacity() {
    return chance.nextInt(100) == 0 ? 2 : 1;
  }

  private void takeABreak(Device device) throws ConnectionEnded, InterruptedException, Reconnect {
    switch (chance.nextInt(3)) {
      case 0 -> {
        unpick(device);
        Thread.sleep(Hall.around(hall.plan().service(), chance));
        table = hall.reserveTable(taken);
        pick(device, true);
      }
      case 1 -> {
        int old = table;
        table = hall.reserveTable(Set.of());
        try {
          pick(device, true);
          hall.script().add(old, "unpick " + old);
        } finally {
          hall.releaseTable(old); // AFTER the script: a colleague may pick it at once
        }
      }
      default -> {
        if (hall.plan().reconnects()) {
          throw new Reconnect();
        }
      }
    }
  }

  private void pick(Device device, boolean displaysHear)
      throws ConnectionEnded, InterruptedException {
    Set<Integer> refused = new TreeSet<>();
    try {
      while (refused.size() < TABLES_TO_TRY) {
        Deed deed = new Deed.Pick(badge.name().text(), table);
        Reply reply = ask(device, deed, "pick " + table + " " + badge.token().secret());
        if (reply.equals(new Reply.Picked(new TableNumber(table)))) {
          if (displaysHear) {
            hall.script().add(table, "pick " + table);
            serving.keySet().forEach(this::scriptClaimed);
          }
          return;
        }
        if (Hall.isUnavailable(reply)) {
          Thread.sleep(BEFORE_ANOTHER_TRY);
        } else if (isRefused(reply, Rejection.TABLE_NOT_AVAILABLE)) {
          refused.add(table);
          table = hall.reserveTable(taken);
        } else {
          throw new IllegalStateException("pick was answered with " + reply);
        }
      }
    } finally {
      refused.forEach(hall::releaseTable);
    }
    throw new IllegalStateException("no table is free");
  }

  private void unpick(Device device) throws ConnectionEnded, InterruptedException {
    Deed deed = new Deed.Unpick(badge.name().text());
    Reply reply = ask(device, deed, "unpick");
    while (Hall.isUnavailable(reply)) {
      Thread.sleep(BEFORE_ANOTHER_TRY);
      reply = ask(device, deed, "unpick");
    }
    if (!reply.equals(new Reply.Unpicked())) {
      contradiction("unpick was answered with " + reply);
    }
    hall.script().add(table, "unpick " + table);
    hall.releaseTable(table); // AFTER the script: a colleague may pick it at once
    table = NO_TABLE;
  }

  private void accept(Device device, long ticket) throws ConnectionEnded, InterruptedException {
    Reply reply = ask(device, new Deed.Claim(badge.name().text(), ticket), "accept " + ticket);
    if (reply instanceof Reply.Claimed claimed && claimed.ticket().value() == ticket) {
      waiting.remove(ticket);
      serving.put(ticket, whenToEnd());
      scriptClaimed(ticket);
    } else if (isRefused(reply, Rejection.ALREADY_CLAIMED)
        || isRefused(reply, Rejection.ALREADY_ENDED)) {
      waiting.remove(ticket); // a colleague was faster
    } else if (Hall.isUnavailable(reply)) {
      Thread.sleep(BEFORE_ANOTHER_TRY);
    } else {
      throw new IllegalStateException("accept " + ticket + " was answered with " + reply);
    }
  }

  private void end(Device device, long ticket) throws ConnectionEnded, InterruptedException {
    boolean completed = chance.nextInt(10) != 0;
    String verb = completed ? "complete" : "cancel";
    Deed deed = new Deed.End(badge.name().text(), ticket, completed);
    Reply reply = ask(device, deed, verb + " " + ticket);
    if (reply.equals(
        completed
            ? new Reply.Completed(new TicketId(ticket))
            : new Reply.Cancelled(new TicketId(ticket)))) {
      serving.remove(ticket);
      hall.script().add(table, verb + " " + table);
      newest().ifPresent(this::scriptClaimed);
    } else if (Hall.isUnavailable(reply)) {
      Thread.sleep(BEFORE_ANOTHER_TRY);
    } else {
      throw new IllegalStateException(verb + " " + ticket + " was answered with " + reply);
    }
  }

  /**
   * Whether everything that was said to this connection before now has been heard: a question that
   * changes nothing is answered behind it.
   */
  private boolean hasHeardEverything(Device device) throws ConnectionEnded, InterruptedException {
    Reply reply = device.ask("complete none", this::heard);
    if (isRefused(reply, Rejection.NO_SUCH_TICKET)) {
      return true;
    }
    if (!Hall.isUnavailable(reply)) {
      contradiction("somebody at table " + table + " was told " + reply);
    }
    return false;
  }

  private Reply ask(Device device, Deed deed, String line)
      throws ConnectionEnded, InterruptedException {
    return hall.ask(device, deed, line, this::heard);
  }

  private boolean hear(Device device, Duration patience)
      throws ConnectionEnded, InterruptedException {
    Optional<Device.Heard> heard = device.hear(patience);
    heard.ifPresent(one -> heard(one.message()));
    return heard.isPresent();
  }

  private void heard(ServerMessage message) {
    if (message instanceof StaffEvent.Waiting event) {
      waits(event.ticket());
    } else if (message instanceof StaffEvent.Claimed event) {
      isClaimed(event.ticket());
    } else if (message instanceof StaffEvent.Taken event) {
      taken = event.tables().stream().map(TableNumber::value).collect(Collectors.toSet());
    } else {
      contradiction("an answer without a question: " + message);
    }
  }

  private void waits(Ticket ticket) {
    if (hall.isOurs(ticket.email().address()) && !waiting.add(ticket.id().value())) {
      contradiction("ticket " + ticket.id() + " was announced twice");
    }
  }

  private void isClaimed(Ticket ticket) {
    waiting.remove(ticket.id().value());
    if (ticket.end().isPresent()) {
      serving.remove(ticket.id().value()); // the office has cancelled it
    } else if (ticket.staff().equals(Optional.of(badge.name()))) {
      serving.put(ticket.id().value(), whenToEnd()); // from the welcome: still theirs
    }
  }

  private long whenToEnd() {
    return System.nanoTime() + Hall.around(hall.plan().service(), chance).toNanos();
  }

  private Optional<Long> due() {
    long now = System.nanoTime();
    return serving.entrySet().stream()
        .filter(one -> one.getValue() - now <= 0)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What a display shows at the table: the claim that came last. */
  private Optional<Long> newest() {
    List<Long> tickets = new ArrayList<>(serving.keySet());
    return tickets.isEmpty() ? Optional.empty() : Optional.of(tickets.getLast());
  }

  private void scriptClaimed(long ticket) {
    hall.script().add(table, "claimed " + ticket + " " + table);
  }

  private static boolean isRefused(Reply reply, Rejection rejection) {
    return reply instanceof Reply.Refused refused && refused.rejection() == rejection;
  }

  private void contradiction(String sentence) {
    hall.ledger().contradiction(sentence);
  }
}
