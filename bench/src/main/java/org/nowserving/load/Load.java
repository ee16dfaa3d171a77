package org.nowserving.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs one load from the first connection to the last answer. Blocks; any thread.
 *
 * <p>It is bounded in time and in commands, and it ends with the first message that is not what it
 * had to be: a figure about wrong answers is none.
 */
public final class Load {
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final Duration SAY_EVERY = Duration.ofSeconds(1);
  private static final Duration LAST_ANSWERS = Duration.ofMinutes(1);

  /** Who wants to know when it is being measured, to measure something else meanwhile. */
  public interface Watch {
    Watch NOBODY =
        new Watch() {
          @Override
          public void begins() {}

          @Override
          public void ends() {}
        };

    void begins() throws IOException, InterruptedException;

    void ends() throws IOException, InterruptedException;
  }

  private final Plan plan;
  private final Watch watch;
  private final Consumer<String> progress;
  private final Duration patience;

  /**
   * @param progress hears once a second how it goes, in a line for people
   */
  public Load(Plan plan, Watch watch, Consumer<String> progress) {
    this(plan, watch, progress, LAST_ANSWERS);
  }

  /**
   * @param patience how long the last answers may take
   */
  Load(Plan plan, Watch watch, Consumer<String> progress, Duration patience) {
    this.plan = plan;
    this.watch = watch;
    this.progress = progress;
    this.patience = patience;
  }

  public Measurement run() throws IOException, InterruptedException {
    try (Stage stage = new Stage(plan)) {
      Scene scene = Scene.of(plan, stage);
      progress.accept("preparing");
      scene.prepare();
      Optional<Pace> pace =
          plan.speakers()
              .perSecond()
              .map(perSecond -> new Pace(stage, scene.speakers(), perSecond));
      stage.tell(
          () -> pace.ifPresentOrElse(Pace::start, () -> scene.speakers().forEach(Caller::speak)));
      if (go("warming up", plan.bounds().warmUp(), stage, scene)) {
        throw new LoadException(
            "everything was done before it was measured: more commands, more tickets or less"
                + " warm-up",
            null);
      }
      Recorder recorder = stage.recorder();
      watch.begins();
      stage.tell(() -> recorder.begin(System.nanoTime()));
      go("measuring", plan.bounds().measured(), stage, scene);
      stage.tell(() -> {
        recorder.end(System.nanoTime());
        pace.ifPresent(Pace::stop);
      });
      watch.ends();
      stage.tell(() -> scene.speakers().forEach(Caller::fallSilent));
      stage.await(scene::missing, patience, scene::isQuiet);
      return stage.ask(() -> recorder.measurement(plan, scene.speakers().size()));
    }
  }

  /**
   * Lets it go on for that long, or until there is nothing left to do.
   *
   * @return whether there is nothing left to do
   */
  private boolean go(String what, Duration time, Stage stage, Scene scene)
      throws LoadException, InterruptedException {
    long start = System.nanoTime();
    long said = start;
    Recorder recorder = stage.recorder();
    while (System.nanoTime() - start < time.toNanos()) {
      TimeUnit.NANOSECONDS.sleep(
          Math.max(
              0, Math.min(LOOK_EVERY.toNanos(), time.toNanos() - (System.nanoTime() - start))));
      if (stage.ask(() -> endsWith(scene, recorder))) {
        return true;
      }
      long now = System.nanoTime();
      if (now - said >= SAY_EVERY.toNanos()) {
        said = now;
        progress.accept(line(what, now - start, time, stage));
      }
    }
    return false;
  }

  private static boolean endsWith(Scene scene, Recorder recorder) {
    if (scene.isDone()) {
      recorder.end(System.nanoTime());
      return true;
    }
    return false;
  }

  private static String line(String what, long nanos, Duration time, Stage stage)
      throws LoadException, InterruptedException {
    Recorder recorder = stage.recorder();
    long answers = stage.ask(recorder::allAnswers);
    long deliveries = stage.ask(recorder::allDeliveries);
    return String.format(
        Locale.ROOT,
        "%s: %d of %d s, %,d answers%s, all as they had to be",
        what,
        TimeUnit.NANOSECONDS.toSeconds(nanos),
        Math.max(1, time.toSeconds()),
        answers,
        deliveries == 0 ? "" : String.format(Locale.ROOT, ", %,d deliveries", deliveries));
  }
}
