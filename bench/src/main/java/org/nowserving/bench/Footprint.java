package org.nowserving.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.nowserving.desk.ConnectionEnded;
import org.nowserving.desk.Device;
import org.nowserving.load.Load;
import org.nowserving.load.Plan;
import org.nowserving.load.Workload;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;

/**
 * How soon the server serves after it was started, and how much memory it occupies, for each {@link
 * JavaChoice}, one after the other in rounds. One thread.
 */
final class Footprint {
  private static final String DATABASE = "footprint";
  private static final int CLIENTS = 1_000;

  /** Until what a start leaves behind has been collected and compiled. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private final Workshop workshop;
  private final Consumer<String> progress;
  private final Map<JavaChoice, List<Reading>> readings = new EnumMap<>(JavaChoice.class);

  /**
   * What one start showed; memory in megabytes.
   *
   * @param firstMillis from exec to the answer to the first command
   * @param idle resident after a while without devices
   * @param connected with 1,000 devices that say nothing
   * @param signedIn after somebody signed in, whose password was hashed
   */
  record Reading(double firstMillis, double idle, double connected, double signedIn) {}

  Footprint(Workshop workshop, Consumer<String> progress) {
    this.workshop = workshop;
    this.progress = progress;
  }

  /**
   * @return the readings of every choice, after one round that does not count
   */
  Map<JavaChoice, List<Reading>> measure(int rounds) throws Exception {
    workshop.cluster().create(DATABASE);
    for (int round = 0; round <= rounds; round++) {
      progress.accept(round == 0 ? "warming up" : "round %d of %d".formatted(round, rounds));
      for (JavaChoice choice : JavaChoice.values()) {
        Reading reading = read(choice);
        if (round > 0) {
          readings.computeIfAbsent(choice, first -> new ArrayList<>()).add(reading);
        }
      }
    }
    return readings;
  }

  private Reading read(JavaChoice choice) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient();
        Desk desk =
            Desk.start(
                workshop.tree(),
                workshop.cluster().url(DATABASE),
                workshop.log(),
                choice.options())) {
      double first = firstCommand(http, desk);
      TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
      double idle = Residence.megabytes(desk.pid());
      double connected = connected(desk);
      desk.closeDay(); // an admin signs in for it
      return new Reading(first, idle, connected, Residence.megabytes(desk.pid()));
    }
  }

  private static double firstCommand(HttpClient http, Desk desk)
      throws IOException, InterruptedException {
    try (Device kiosk = Device.connect(http, desk.service(), Endpoint.KIOSK)) {
      Reply reply = kiosk.ask("new first@example.com First Visitor", aside -> {});
      double millis = desk.age().toNanos() / 1e6;
      if (!(reply instanceof Reply.SignedIn)) {
        throw new IOException("the first visitor was answered " + reply);
      }
      return millis;
    } catch (ConnectionEnded e) {
      throw new IOException("the first visitor was not answered", e);
    }
  }

  private static double connected(Desk desk) throws IOException, InterruptedException {
    double[] megabytes = new double[1];
    Load.Watch watch =
        new Load.Watch() {
          @Override
          public void begins() throws IOException {
            megabytes[0] = Residence.megabytes(desk.pid());
          }

          @Override
          public void ends() {}
        };
    Plan plan =
        Plan.of(desk.service(), Workload.IDLE)
            .before(CLIENTS)
            .lasting(Duration.ofSeconds(1), Duration.ofMillis(1));
    new Load(plan, watch, ignored -> {}).run();
    return megabytes[0];
  }
}
