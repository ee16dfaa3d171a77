package org.nowserving.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Keys that are replaced under a running server; the test is the clock. */
class KeyWatchTest {
  private static final String OLD = "the-old-key-of-the-hall";
  private static final String NEXT = "the-next-key-of-the-hall";
  private static final long SECOND = 1_000_000_000L;

  private final Path path;
  private final Logger logger = (Logger) LoggerFactory.getLogger("org.nowserving.keys");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<Set<KeyMark>> sentAway = new ArrayList<>();
  private final DeviceKeys keys;
  private final KeyMark oldMark;
  private final KeyWatch watch;

  KeyWatchTest(@TempDir Path directory) throws Exception {
    path = directory.resolve("keys");
    write(OLD);
    KeyFile file = new KeyFile(path);
    keys = file.open();
    oldMark = keys.ofKey(OLD).orElseThrow();
    watch = new KeyWatch(file, keys, Duration.ofSeconds(10), sentAway::add);
  }

  /** As an administrator should: a whole file at once. */
  private void write(String... lines) throws IOException {
    Path beside = Files.write(path.resolveSibling("beside"), List.of(lines));
    Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
    Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void noKeyWasLogged() {
    logger.detachAppender(log);
    for (ILoggingEvent event : log.list) {
      assertFalse(event.getFormattedMessage().contains("of-the-hall"), event::toString);
    }
  }

  private long warnings() {
    return log.list.stream().filter(event -> event.getLevel().levelStr.equals("WARN")).count();
  }

  @Test
  void whatDoesNotChangeIsNotReadAgain() {
    watch.look(0);
    watch.look(SECOND);
    assertTrue(keys.ofKey(OLD).isPresent());
    assertEquals(0, log.list.size());
  }

  @Test
  void aKeyThatIsGoneLetsNobodyInAndItsDevicesStayForTheGrace() throws Exception {
    write(NEXT);
    watch.look(100 * SECOND);
    assertTrue(keys.ofKey(NEXT).isPresent());
    assertTrue(keys.ofKey(OLD).isEmpty(), "at once");
    watch.look(110 * SECOND - 1);
    assertEquals(List.of(), sentAway);
    watch.look(110 * SECOND);
    watch.look(111 * SECOND);
    assertEquals(List.of(Set.of(oldMark)), sentAway, "once");
  }

  @Test
  void bothKeysAreGoodWhileBothStandThere() throws Exception {
    write(OLD, NEXT);
    watch.look(0);
    watch.look(100 * SECOND);
    assertTrue(keys.ofKey(OLD).isPresent());
    assertTrue(keys.ofKey(NEXT).isPresent());
    assertEquals(List.of(), sentAway);
  }

  @Test
  void aKeyThatComesBackInTimeSendsNobodyAway() throws Exception {
    write(NEXT);
    watch.look(0);
    write(OLD, NEXT);
    watch.look(9 * SECOND);
    watch.look(20 * SECOND);
    assertTrue(keys.ofKey(OLD).isPresent());
    assertEquals(List.of(), sentAway);
    write(NEXT);
    watch.look(25 * SECOND);
    watch.look(34 * SECOND);
    assertEquals(List.of(), sentAway, "its time begins anew");
    watch.look(35 * SECOND);
    assertEquals(List.of(Set.of(oldMark)), sentAway);
  }

  @Test
  void aFileThatDoesNotDoChangesNothingAndIsSaidOnce() throws Exception {
    write("too-short", NEXT);
    watch.look(0);
    watch.look(SECOND);
    assertEquals(1, warnings());
    Files.delete(path);
    watch.look(2 * SECOND);
    watch.look(3 * SECOND);
    assertEquals(2, warnings());
    watch.look(100 * SECOND);
    assertTrue(keys.ofKey(OLD).isPresent());
    assertTrue(keys.ofKey(NEXT).isEmpty());
    assertEquals(List.of(), sentAway);
    write(NEXT);
    watch.look(101 * SECOND);
    assertTrue(keys.ofKey(NEXT).isPresent());
    assertEquals(2, warnings());
  }

  @Test
  void aFileThatEverybodyMayReadIsSaid() throws Exception {
    write(OLD, NEXT);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    watch.look(0);
    assertTrue(keys.ofKey(NEXT).isPresent());
    assertEquals(1, warnings());
  }
}
