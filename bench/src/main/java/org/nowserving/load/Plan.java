package org.nowserving.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nowserving.desk.Badge;

/**
 * What is to be done, for how long, and by how many. Immutable.
 *
 * @param server for example {@code http://127.0.0.1:8080}
 * @param connections those that speak
 * @param depth how many commands each may have unanswered
 * @param perSecond how many commands are due in a second, from all together; empty: each says the
 *     next thing as soon as it may
 * @param warmUp how long it goes on before anything is measured
 * @param measured for how long it is measured
 * @param mostCommands after how many commands it ends early
 * @param displays those that only listen
 * @param tickets how many tickets are opened for the staff
 * @param visitors how many different people come; they come again when all were there
 * @param staff who serves, one a connection
 */
public record Plan(
    URI server,
    Workload workload,
    int connections,
    int depth,
    Optional<Double> perSecond,
    Duration warmUp,
    Duration measured,
    long mostCommands,
    int displays,
    int tickets,
    long visitors,
    List<Badge> staff) {

  public Plan {
    staff = List.copyOf(staff);
  }

  public static Plan of(URI server, Workload workload) {
    return new Plan(
        server,
        workload,
        1,
        1,
        Optional.empty(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        10_000_000,
        0,
        0,
        1_000_000_000,
        List.of());
  }

  /** That many who speak, with that many commands unanswered each. */
  public Plan by(int speakers, int unanswered) {
    return new Plan(
        server,
        workload,
        speakers,
        unanswered,
        perSecond,
        warmUp,
        measured,
        mostCommands,
        displays,
        tickets,
        visitors,
        staff);
  }

  public Plan paced(double commandsPerSecond) {
    return new Plan(
        server,
        workload,
        connections,
        depth,
        Optional.of(commandsPerSecond),
        warmUp,
        measured,
        mostCommands,
        displays,
        tickets,
        visitors,
        staff);
  }

  public Plan lasting(Duration before, Duration time) {
    return new Plan(
        server,
        workload,
        connections,
        depth,
        perSecond,
        before,
        time,
        mostCommands,
        displays,
        tickets,
        visitors,
        staff);
  }

  public Plan atMost(long commands) {
    return new Plan(
        server,
        workload,
        connections,
        depth,
        perSecond,
        warmUp,
        measured,
        commands,
        displays,
        tickets,
        visitors,
        staff);
  }

  public Plan before(int listeners) {
    return new Plan(
        server,
        workload,
        connections,
        depth,
        perSecond,
        warmUp,
        measured,
        mostCommands,
        listeners,
        tickets,
        visitors,
        staff);
  }

  public Plan with(int ticketsOpened, List<Badge> whoServes) {
    return new Plan(
        server,
        workload,
        connections,
        depth,
        perSecond,
        warmUp,
        measured,
        mostCommands,
        displays,
        ticketsOpened,
        visitors,
        whoServes);
  }

  public Plan visitedBy(long people) {
    return new Plan(
        server,
        workload,
        connections,
        depth,
        perSecond,
        warmUp,
        measured,
        mostCommands,
        displays,
        tickets,
        people,
        staff);
  }
}
