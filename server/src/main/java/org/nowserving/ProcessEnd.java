package org.nowserving;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.nowserving.logs.Logs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a serving process ends: once and in order, whether a signal asks for it or a part of the
 * server cannot go on. Any thread.
 *
 * <p>The Java runtime answers SIGTERM and SIGINT by running the shutdown hooks and ends with 143 or
 * 130 afterwards. An ordered stop is no failure, so the hook, which is the only one in this
 * program, ends the process itself when it is done.
 */
final class ProcessEnd {
  private static final Logger log = LoggerFactory.getLogger(ProcessEnd.class);

  /** Service managers are promised ten seconds; after this long the process ends as it is. */
  private static final Duration LIMIT = Duration.ofMillis(9_500);

  /** For how long a start that is told to give up may take to do so. */
  private static final Duration START_LIMIT = Duration.ofSeconds(4);

  private final Server server;
  private final Thread starting;
  private final CountDownLatch startOver = new CountDownLatch(1);
  private final AtomicReference<@Nullable ExitCode> fatal = new AtomicReference<>();
  private volatile boolean failedToStart;

  private ProcessEnd(Server server, Thread starting) {
    this.server = server;
    this.starting = starting;
  }

  /**
   * From now on a signal stops this server; called on the thread that starts it, BEFORE it does.
   */
  static ProcessEnd install(Server server) {
    ProcessEnd end = new ProcessEnd(server, Thread.currentThread());
    server.onFatal(end::fatal);
    Runtime.getRuntime().addShutdownHook(new Thread(end::run, "shutdown"));
    return end;
  }

  /** The server has started. */
  void started() {
    startOver.countDown();
  }

  /**
   * The server could not be started and has been taken down again; the process ends with the code
   * of that.
   */
  void failedToStart() {
    failedToStart = true;
    startOver.countDown();
  }

  /** Waits for the end, which comes by {@link System#exit} or a signal and never by a return. */
  void await() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /**
   * The server cannot go on. Returns at once, so that a part that ends may say so itself.
   *
   * @param sentence for the log
   */
  private void fatal(ExitCode code, String sentence) {
    if (fatal.compareAndSet(null, code)) {
      log.atError().addKeyValue("exit_code", code.code).log("{} The server stops.", sentence);
      Thread.ofPlatform().name("exit").start(() -> System.exit(code.code));
    }
  }

  /** The shutdown hook. */
  private void run() {
    if (failedToStart) {
      return;
    }
    ExitCode code = fatal.get();
    Thread.ofPlatform().daemon().name("shutdown-limit").start(ProcessEnd::endAnyway);
    if (startOver.getCount() > 0) {
      giveUpStart();
    }
    if (code == null) {
      log.info("Stopping");
      server.stop();
      log.info("Stopped");
    } else {
      server.stopHurriedly();
    }
    end(code == null ? ExitCode.OK : code);
  }

  private void giveUpStart() {
    starting.interrupt();
    try {
      startOver.await(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void endAnyway() {
    try {
      Thread.sleep(LIMIT);
    } catch (InterruptedException e) {
      return;
    }
    log.error("The stop took longer than {} ms and is cut short.", LIMIT.toMillis());
    end(ExitCode.FAILURE);
  }

  /** Ends the process at once; BEFORE that, what was said is written. */
  private static void end(ExitCode code) {
    Logs.finish();
    System.out.flush();
    Runtime.getRuntime().halt(code.code);
  }
}
