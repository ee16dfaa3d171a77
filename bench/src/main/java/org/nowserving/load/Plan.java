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
 */
public record Plan(
    URI server, Workload workload, Speakers speakers, Bounds bounds, Company company) {

  /**
   * Those who speak.
   *
   * @param depth how many commands each may have unanswered
   * @param perSecond how many commands are due in a second, from all together; empty: each says the
   *     next thing as soon as it may
   */
  public record Speakers(int connections, int depth, Optional<Double> perSecond) {}

  /**
   * How long it goes on.
   *
   * @param warmUp BEFORE anything is measured
   * @param mostCommands after how many commands it ends early
   */
  public record Bounds(Duration warmUp, Duration measured, long mostCommands) {}

  /**
   * Who else is there.
   *
   * @param displays those that only listen
   * @param tickets how many tickets are opened for the staff
   * @param visitors how many different people come; they come again when all were there
   * @param staff who serves, one a connection
   */
  public record Company(int displays, int tickets, long visitors, List<Badge> staff) {
    public Company {
      staff = List.copyOf(staff);
    }
  }

  public static Plan of(URI server, Workload workload) {
    return new Plan(
        server,
        workload,
        new Speakers(1, 1, Optional.empty()),
        new Bounds(Duration.ofSeconds(2), Duration.ofSeconds(5), 10_000_000),
        new Company(0, 0, 1_000_000_000, List.of()));
  }

  /** That many who speak, with that many commands unanswered each. */
  public Plan by(int connections, int depth) {
    return with(new Speakers(connections, depth, speakers.perSecond()));
  }

  public Plan paced(double commandsPerSecond) {
    return with(
        new Speakers(speakers.connections(), speakers.depth(), Optional.of(commandsPerSecond)));
  }

  public Plan lasting(Duration warmUp, Duration measured) {
    return with(new Bounds(warmUp, measured, bounds.mostCommands()));
  }

  public Plan atMost(long commands) {
    return with(new Bounds(bounds.warmUp(), bounds.measured(), commands));
  }

  public Plan before(int displays) {
    return with(new Company(displays, company.tickets(), company.visitors(), company.staff()));
  }

  public Plan with(int tickets, List<Badge> staff) {
    return with(new Company(company.displays(), tickets, company.visitors(), staff));
  }

  public Plan visitedBy(long visitors) {
    return with(new Company(company.displays(), company.tickets(), visitors, company.staff()));
  }

  private Plan with(Speakers others) {
    return new Plan(server, workload, others, bounds, company);
  }

  private Plan with(Bounds others) {
    return new Plan(server, workload, speakers, others, company);
  }

  private Plan with(Company others) {
    return new Plan(server, workload, speakers, bounds, others);
  }
}
