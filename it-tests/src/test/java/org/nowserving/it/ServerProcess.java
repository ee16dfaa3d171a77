package org.nowserving.it;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One running server, as its operating system sees it. One thread. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration UNTIL_READY = Duration.ofSeconds(90);
  private static final Pattern SERVICE = Pattern.compile("^\\s*Service: +(http://\\S+)");
  private static final Pattern OPERATIONS = Pattern.compile("^\\s*Operations: +(http://\\S+)");
  private static final Pattern LAST_OF_THE_FIRST_WORDS = Pattern.compile("^(Data|Database): +\\S");

  private final Process process;
  private final Transcript out;
  private final Transcript err;
  private final long startedNanos = System.nanoTime();

  ServerProcess(Process process) {
    this.process = process;
    this.out = new Transcript("stdout of " + process.pid(), process.getInputStream());
    this.err = new Transcript("stderr of " + process.pid(), process.getErrorStream());
  }

  /** Waits until it has said that it is ready, down to the last of its first words. */
  public void awaitReady() throws InterruptedException {
    await(LAST_OF_THE_FIRST_WORDS);
  }

  /** The service's URL, as soon as it is printed. */
  public URI service() throws InterruptedException {
    return printed(SERVICE);
  }

  /** The operations' URL, as soon as it is printed. */
  public URI operations() throws InterruptedException {
    return printed(OPERATIONS);
  }

  private URI printed(Pattern line) throws InterruptedException {
    return URI.create(await(line).group(1));
  }

  private Matcher await(Pattern line) throws InterruptedException {
    return out.await(line, UNTIL_READY)
        .orElseThrow(() -> new AssertionError("the server did not get ready:\n" + words()));
  }

  public Transcript out() {
    return out;
  }

  public Transcript err() {
    return err;
  }

  /** Everything that it wrote so far. */
  public String words() {
    return "--- stdout\n" + out.text() + "--- stderr\n" + err.text();
  }

  long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** Its exit code. */
  public int awaitExit(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("the server did not end in " + patience + ":\n" + words());
    }
    out.awaitEnd();
    err.awaitEnd();
    return process.exitValue();
  }

  /** Asks it to stop, as a service manager does. */
  public void terminate() {
    process.destroy();
  }

  /** kill -9, and waits until it is gone. */
  public void kill() {
    close();
  }

  /** Stops it from doing anything, without ending it. */
  public void freeze() throws IOException, InterruptedException {
    Signal.STOP.send(pid());
  }

  public void thaw() throws IOException, InterruptedException {
    Signal.CONT.send(pid());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
