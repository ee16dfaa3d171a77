package org.nowserving.tape;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nowserving.protocol.Endpoint;

/** Where a tape is played: the server, or as much of it as the stage has. One thread at a time. */
public interface Stage extends AutoCloseable {
  /** The table grace time that a stage plays with. */
  Duration GRACE = Duration.ofSeconds(60);

  /** For how long a lost answer may be asked for again. */
  Duration WINDOW = Duration.ofSeconds(30);

  /** How many tables there are. */
  int TABLES = 10;

  /** What stands on tapes in the place of each moment, whatever the clock said. */
  String MOMENT = "2019-10-01T04:12:19Z";

  /** A token on a tape: the name of its person, or of nobody, between angle brackets. */
  Pattern TOKEN = Pattern.compile("<([A-Z]\\w*|nobody)>");

  /**
   * Connects a device.
   *
   * @param person whose token is shown at the handshake
   */
  void connect(String device, Endpoint endpoint, Optional<String> person) throws Exception;

  /**
   * A device says this.
   *
   * @param line where {@code <NAME>} stands for the token of the person of that name; {@code
   *     <nobody>} for a token that is nobody's
   */
  void say(String device, String line) throws Exception;

  /** A device's connection breaks. */
  void drop(String device) throws Exception;

  /** The store finishes what it was given. A stage whose store works by itself does nothing. */
  void commit() throws Exception;

  /** So much time passes. */
  void pass(Duration time) throws Exception;

  /** This person's token is ended. */
  void signOut(String person) throws Exception;

  /** The server dies and starts again; every connection is gone. */
  void restart() throws Exception;

  /**
   * What a device has heard and this has not yet handed over, with {@link #MOMENT} in the place of
   * each ticket's start.
   *
   * @param expected how many lines are due; a stage on which words take time waits for that many
   */
  List<String> heard(String device, int expected) throws Exception;

  @Override
  void close();
}
