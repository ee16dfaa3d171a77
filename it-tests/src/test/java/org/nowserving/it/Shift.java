package org.nowserving.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.nowserving.desk.Badge;

/**
 * Staff who serve one ticket after the other, each at a pace that does not depend on how quick the
 * server is. What they do, displays hear.
 */
final class Shift {
  private static final int PATIENCE_SECONDS = 60;

  private final List<Seat> seats = new ArrayList<>();

  /** When what a display hears of it was asked for. */
  private final Map<String, Long> asked = new ConcurrentHashMap<>();

  private final AtomicLong next = new AtomicLong();
  private volatile boolean working;

  /** One of them, and what the server said to their commands. */
  private final class Seat {
    private final int table;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Crowd.Member member;
    private final List<Long> served = new ArrayList<>();

    Seat(Crowd crowd, int table, Badge badge) throws IOException {
      this.table = table;
      this.member =
          crowd.join(
              "/staff",
              badge.token().secret(),
              (line, nanos) -> {
                if (line.startsWith("success ") || line.startsWith("error ")) {
                  answers.add(line);
                }
              });
    }

    void ask(String command, String hoped) throws IOException, InterruptedException {
      member.say(command);
      String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!hoped.equals(answer)) {
        throw new AssertionError(command + " was answered with " + answer + " " + member.end());
      }
    }

    /** At this pace until the shift ends; every claim is followed by its end. */
    void work(long paceNanos) throws IOException, InterruptedException {
      long due = System.nanoTime();
      while (working) {
        long ticket = next.getAndIncrement();
        asked.put("claimed " + ticket + " " + table, due);
        ask("accept " + ticket, "success claimed " + ticket);
        served.add(ticket);
        due = pause(due, paceNanos);
        ask("complete " + ticket, "success complete " + ticket);
        due = pause(due, paceNanos);
      }
    }
  }

  /** They come in and sit down, at the tables from 0 on. */
  Shift(Crowd crowd, List<Badge> badges) throws IOException, InterruptedException {
    for (Badge badge : badges) {
      Seat seat = new Seat(crowd, seats.size(), badge);
      seats.add(seat);
      seat.ask("pick " + seat.table, "success pick " + seat.table);
    }
  }

  private static long pause(long due, long paceNanos) throws InterruptedException {
    long next = due + paceNanos;
    TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
    return next;
  }

  /** When the command was due that made displays hear this; 0 for what is not measured. */
  long asked(String line) {
    return asked.getOrDefault(line, 0L);
  }

  /** How many tickets were taken up to now. */
  long taken() {
    return next.get();
  }

  /** Works for as long as the task takes. */
  void during(int commandsPerSecond, Task task) throws Exception {
    working = true;
    List<Thread> threads = new ArrayList<>();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    for (Seat seat : seats) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  seat.work(TimeUnit.SECONDS.toNanos(1) / commandsPerSecond);
                } catch (IOException | InterruptedException | AssertionError failure) {
                  failures.add(failure);
                }
              }));
    }
    try {
      task.run();
    } finally {
      working = false;
      for (Thread thread : threads) {
        thread.join();
      }
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("the shift could not work", failures.element());
    }
  }

  interface Task {
    void run() throws Exception;
  }

  /** Everybody takes a ticket and keeps it: what a display that connects now is told of it. */
  List<String> takeOneEach() throws IOException, InterruptedException {
    List<String> claims = new ArrayList<>();
    for (Seat seat : seats) {
      long ticket = next.getAndIncrement();
      seat.ask("accept " + ticket, "success claimed " + ticket);
      claims.add("claimed " + ticket + " " + seat.table);
    }
    return claims;
  }

  /** What displays heard of this table: each of its tickets claimed, and completed. */
  List<String> toldOf(int table) {
    List<String> lines = new ArrayList<>();
    for (long ticket : seats.get(table).served) {
      lines.add("claimed " + ticket + " " + table);
      lines.add("complete " + table);
    }
    return lines;
  }

  int tables() {
    return seats.size();
  }
}
