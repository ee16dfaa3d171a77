package org.nowserving.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final Plan PLAN = Plan.of(URI.create("http://127.0.0.1:1"), Workload.NEW);

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static Measurement measured(boolean paced) {
    Recorder recorder = new Recorder(paced);
    recorder.answered(nanos(10), nanos(90));
    recorder.reachedAll(nanos(10), nanos(91));
    recorder.delivered();
    recorder.begin(nanos(100));
    recorder.answered(nanos(95), nanos(110));
    recorder.answered(nanos(150), nanos(160));
    recorder.reachedAll(nanos(150), nanos(170));
    recorder.delivered();
    recorder.delivered();
    recorder.end(nanos(200));
    recorder.end(nanos(300)); // the first one counted
    recorder.answered(nanos(180), nanos(450));
    recorder.reachedAll(nanos(180), nanos(460));
    recorder.answered(nanos(210), nanos(220));
    recorder.delivered();
    return recorder.measurement(PLAN, 1);
  }

  @Test
  void withoutAPaceWhatComesBetweenBeginAndEndIsMeasured() {
    Measurement measured = measured(false);
    assertEquals(0.1, measured.seconds(), 1e-9);
    assertEquals(2, measured.commands());
    assertEquals(20, measured.commandsPerSecond(), 1e-6);
    assertEquals(2, measured.latency().count());
    assertEquals(15_000, measured.latency().max(), 20);
    assertEquals(1, measured.reached().count());
    assertEquals(20_000, measured.reached().max(), 20);
    assertEquals(2, measured.deliveries());
    assertEquals(20, measured.deliveriesPerSecond(), 1e-6);
  }

  @Test
  void pacedWhatIsDueBetweenBeginAndEndIsTimedHoweverLateItComes() {
    Measurement measured = measured(true);
    assertEquals(2, measured.commands());
    assertEquals(2, measured.latency().count());
    assertEquals(270_000, measured.latency().max(), 300);
    assertEquals(2, measured.reached().count());
    assertEquals(280_000, measured.reached().max(), 300);
  }

  @Test
  void everythingIsCheckedMeasuredOrNot() {
    assertEquals(5 + 4, measured(false).checked());
  }

  @Test
  void nothingTimedIsAllZero() {
    Recorder recorder = new Recorder(false);
    recorder.begin(0);
    recorder.end(nanos(1));
    assertEquals(
        new Measurement.Latency(0, 0, 0, 0, 0, 0, 0), recorder.measurement(PLAN, 1).latency());
  }
}
