package org.nowserving.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nowserving.floor.FloorSettings.Audience;
import org.nowserving.limits.AddressRange;
import org.nowserving.protocol.text.ClaimedOrder;

/**
 * The one table of settings. The command line, its help, docs/SETTINGS.md and the check of every
 * value are made from it. Pure.
 */
public final class Settings {
  private static final List<Setting<?>> TABLE = new ArrayList<>();

  /** All settings, in the order in which they are shown. */
  public static final List<Setting<?>> ALL = Collections.unmodifiableList(TABLE);

  public static final Setting<String> BIND =
      setting(
          "bind",
          Section.NETWORK,
          ValueKind.address(),
          "127.0.0.1",
          "The address that devices and browsers connect to. 0.0.0.0 (or ::) lets the whole"
              + " network in.");
  public static final Setting<Integer> PORT =
      setting(
          "port",
          Section.NETWORK,
          ValueKind.wholeNumber(0, 65_535),
          "8080",
          "The port of the service. 0 takes any free one.");
  public static final Setting<String> OPS_BIND =
      setting(
          "ops-bind",
          Section.NETWORK,
          ValueKind.address(),
          "127.0.0.1",
          "The address of the operations port, which has /metrics, /healthz and /readyz and asks"
              + " for no password.");
  public static final Setting<Integer> OPS_PORT =
      setting(
          "ops-port",
          Section.NETWORK,
          ValueKind.wholeNumber(0, 65_535),
          "8081",
          "The operations port. 0 takes any free one.");
  public static final Setting<Set<String>> ALLOWED_HOSTS =
      setting(
          "allowed-hosts",
          Section.NETWORK,
          ValueKind.hostNames(),
          "",
          "The names by which browsers and devices may address the server, besides addresses,"
              + " localhost and the machine's own name. Requests for any other name are refused.");
  public static final Setting<Optional<Path>> DEVICE_KEY_FILE =
      setting(
          "device-key-file",
          Section.NETWORK,
          ValueKind.optional(ValueKind.path("FILE", "a file")),
          "",
          "A file with the keys that kiosks and displays are let in by, one a line. It is looked at"
              + " again every 2 seconds, so that a key can be replaced while the server runs.");
  public static final Setting<Duration> DEVICE_KEY_GRACE =
      setting(
          "device-key-grace",
          Section.NETWORK,
          ValueKind.timeSpan("0s", "24h"),
          "10m",
          "For how long a device that is connected may stay when its key is taken out of that"
              + " file.");
  public static final Setting<Boolean> ALLOW_ANONYMOUS_DEVICES =
      setting(
          "allow-anonymous-devices",
          Section.NETWORK,
          ValueKind.yesOrNo(),
          "false",
          "Whether the network may be let in without a device-key-file, so that whoever reaches the"
              + " port can be a kiosk or a display.");
  public static final Setting<Duration> HANDSHAKE_TIMEOUT =
      setting(
          "handshake-timeout",
          Section.NETWORK,
          ValueKind.timeSpan("50ms", "5m"),
          "5s",
          "How long a new connection has for its first request.");
  public static final Setting<Integer> MAX_HEAD_BYTES =
      setting(
          "max-head-bytes",
          Section.NETWORK,
          ValueKind.wholeNumber(1_024, 65_536),
          "8192",
          "The longest head of an HTTP request.");
  public static final Setting<Integer> MAX_BODY_BYTES =
      setting(
          "max-body-bytes",
          Section.NETWORK,
          ValueKind.wholeNumber(1_024, 1_048_576),
          "16384",
          "The longest body of an HTTP request.");

  public static final Setting<String> DESK_NAME =
      setting(
          "desk-name",
          Section.DESK,
          ValueKind.title("NAME", 64),
          "Now Serving",
          "What the pages call the desk.");
  public static final Setting<Integer> TABLES =
      setting(
          "tables",
          Section.DESK,
          ValueKind.wholeNumber(1, 10_000),
          "10",
          "How many tables there are; they are numbered from 0.");
  public static final Setting<Duration> TABLE_GRACE =
      setting(
          "table-grace",
          Section.DESK,
          ValueKind.timeSpan("0s", "24h"),
          "60s",
          "For how long the table of a staff member whose connection dropped is kept for them.");
  public static final Setting<Duration> DUPLICATE_WINDOW =
      setting(
          "duplicate-window",
          Section.DESK,
          ValueKind.timeSpan("0s", "24h"),
          "30s",
          "For how long a visitor whose connection was lost before the answer gets the same ticket"
              + " again instead of a second one. 0s turns it off.");
  public static final Setting<Audience> ANNOUNCE_TO =
      setting(
          "announce-to",
          Section.DESK,
          ValueKind.choice(Audience.class),
          "known",
          "Which staff connections hear the names and e-mails of visitors: those that showed a"
              + " valid token, or all (for a network where everybody may know).");
  public static final Setting<ClaimedOrder> DISPLAY_CLAIMED_ORDER =
      setting(
          "display-claimed-order",
          Section.DESK,
          ValueKind.choice(ClaimedOrder.class),
          "ticket-table",
          "The order of the two numbers in the message \"claimed\" to displays.");
  public static final Setting<ZoneId> TIME_ZONE =
      setting(
          "time-zone",
          Section.DESK,
          ValueKind.zone(),
          ValueKind.MACHINE_ZONE,
          "The time zone of the desk, which says when its day begins and when it closes.");
  public static final Setting<Optional<LocalTime>> DAY_CLOSES_AT =
      setting(
          "day-closes-at",
          Section.DESK,
          ValueKind.optional(ValueKind.timeOfDay()),
          "",
          "The time, in time-zone, at which every day whoever still waits is cancelled and every"
              + " table is freed. Without one the day is closed by hand only.");
  public static final Setting<Duration> LONG_WAIT =
      setting(
          "long-wait",
          Section.DESK,
          ValueKind.timeSpan("1s", "24h"),
          "15m",
          "A wait that is longer is a long one: the pages mark it, and the service level counts it.");
  public static final Setting<Integer> SESSION_HOURS =
      setting(
          "session-hours",
          Section.DESK,
          ValueKind.wholeNumber(1, 8_760),
          "12",
          "How long a staff member stays signed in.");

  public static final Setting<Path> DATA_DIR =
      setting(
          "data-dir",
          Section.DATA,
          ValueKind.path("DIRECTORY", "a directory"),
          "./nowserving-data",
          "Where the bundled PostgreSQL keeps its data. Not used with database-url.");
  public static final Setting<Optional<String>> DATABASE_URL =
      setting(
          "database-url",
          Section.DATA,
          ValueKind.optional(ValueKind.databaseUrl()),
          "",
          "The PostgreSQL database to use instead of the bundled one:"
              + " jdbc:postgresql://HOST:PORT/DATABASE, without a password.");
  public static final Setting<Optional<String>> DATABASE_USER =
      setting(
          "database-user",
          Section.DATA,
          ValueKind.optional(ValueKind.word("NAME", "a user name without spaces")),
          "",
          "The user at the database of database-url. Without one it is the name of the user that"
              + " the server runs as.");
  public static final Setting<Optional<Path>> DATABASE_PASSWORD_FILE =
      setting(
          "database-password-file",
          Section.DATA,
          ValueKind.optional(ValueKind.path("FILE", "a file")),
          "",
          "A file whose first line is the password for database-url. Without one the server"
              + " connects without a password.");
  public static final Setting<Duration> DATABASE_WAIT =
      setting(
          "database-wait",
          Section.DATA,
          ValueKind.timeSpan("0s", "1h"),
          "30s",
          "How long a starting server waits for a database that does not answer yet.");
  public static final Setting<Duration> TAKEOVER_WAIT =
      setting(
          "takeover-wait",
          Section.DATA,
          ValueKind.timeSpan("0s", "1h"),
          "10s",
          "How long a starting server waits for another one on the same database to end.");
  public static final Setting<Optional<Path>> POSTGRES_BIN_DIR =
      setting(
          "postgres-bin-dir",
          Section.DATA,
          ValueKind.optional(ValueKind.path("DIRECTORY", "a directory")),
          "",
          "The directory with the programs of the PostgreSQL to run, instead of the bundled ones,"
              + " for example /usr/lib/postgresql/17/bin. Where none are bundled, as in the Debian"
              + " package, those in /usr/lib/postgresql of the version that wrote the data, else the"
              + " newest from 14 on.");

  public static final Setting<Integer> MAX_MESSAGE_BYTES =
      setting(
          "max-message-bytes",
          Section.DEVICES,
          ValueKind.wholeNumber(1_024, 1_048_576),
          "4096",
          "The longest message that a device may send. A longer one closes its connection.");
  public static final Setting<Integer> OUTBOUND_LIMIT_BYTES =
      setting(
          "outbound-limit-bytes",
          Section.DEVICES,
          ValueKind.wholeNumber(4_096, 67_108_864),
          "262144",
          "How much may wait to be sent to one device. A device that falls further behind is"
              + " disconnected.");
  public static final Setting<Duration> PING_INTERVAL =
      setting(
          "ping-interval",
          Section.DEVICES,
          ValueKind.timeSpan("50ms", "10m"),
          "15s",
          "How often a device that says nothing is asked whether it is still there.");
  public static final Setting<Duration> SILENCE_LIMIT =
      setting(
          "silence-limit",
          Section.DEVICES,
          ValueKind.timeSpan("100ms", "1h"),
          "45s",
          "After how long a device that does not even answer that is disconnected; longer than"
              + " ping-interval.");
  public static final Setting<Duration> LAG_LIMIT =
      setting(
          "lag-limit",
          Section.DEVICES,
          ValueKind.timeSpan("100ms", "1h"),
          "8s",
          "After how long a device that was told something, and gives no sign since that it reads,"
              + " is disconnected.");
  public static final Setting<Integer> COMMANDS_IN_FLIGHT =
      setting(
          "commands-in-flight",
          Section.DEVICES,
          ValueKind.wholeNumber(1, 100_000),
          "64",
          "How many commands of one device may be under way at once; the rest waits in its"
              + " socket.");

  public static final Setting<Integer> COMMANDS_PER_SECOND =
      limit(
          "commands-per-second",
          "20",
          "How many messages and pings a second one connection may send for long. A device that"
              + " sends more is disconnected.");
  public static final Setting<Integer> COMMANDS_BURST =
      limit(
          "commands-burst",
          "100",
          "How many messages and pings one connection may send at once, after it was quiet.");
  public static final Setting<Integer> NEW_PER_MINUTE =
      limit(
          "new-per-minute",
          "30",
          "How many visitors one address may sign in within a minute. More are refused.");
  public static final Setting<Integer> QUERY_PER_MINUTE =
      limit(
          "query-per-minute",
          "30",
          "How many names one address may ask for within a minute. More are refused.");
  public static final Setting<Integer> SIGN_IN_FAILURES_PER_MINUTE =
      limit(
          "sign-in-failures-per-minute",
          "10",
          "How many passwords, tokens and device keys from one address may be wrong within a minute. Further"
              + " attempts wait a second each, and after as many again nothing is looked at until"
              + " some time has passed.");
  public static final Setting<Integer> MAX_CONNECTIONS =
      limit(
          "max-connections",
          "5000",
          "How many connections there may be in all. Whoever is one too many is turned away.");
  public static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      limit(
          "max-connections-per-address",
          "512",
          "How many connections one address may have. Further ones are turned away.");
  public static final Setting<Duration> UNKNOWN_STAFF_TIMEOUT =
      setting(
          "unknown-staff-timeout",
          Section.DEVICES,
          ValueKind.timeSpan("50ms", "8760h"),
          "10m",
          "For how long a staff connection may show no valid token before it is disconnected."
              + " Raise it where announce-to is all and screens listen without one.");
  public static final Setting<List<AddressRange>> TRUSTED_ADDRESSES =
      setting(
          "trusted-addresses",
          Section.DEVICES,
          ValueKind.addressRanges(),
          "127.0.0.0/8,::1",
          "Where the limits on an address (new-per-minute, query-per-minute,"
              + " sign-in-failures-per-minute, max-connections-per-address) do not apply: a hall of"
              + " kiosks behind one address, a proxy, this machine. An empty value trusts nobody.");

  public static final Setting<Integer> INBOX_LIMIT =
      setting(
          "inbox-limit",
          Section.INSIDE,
          ValueKind.wholeNumber(1, 10_000_000),
          "10000",
          "How many commands may wait to be decided. A device that sends one more is"
              + " disconnected.");
  public static final Setting<Integer> INPUTS_PER_TURN =
      setting(
          "inputs-per-turn",
          Section.INSIDE,
          ValueKind.wholeNumber(1, 1_000_000),
          "1024",
          "How many inputs are decided before what they led to is handed on.");
  public static final Setting<Duration> COMMIT_PATIENCE =
      setting(
          "commit-patience",
          Section.INSIDE,
          ValueKind.timeSpan("50ms", "5m"),
          "5s",
          "How long a command may wait for the database before its device is disconnected,"
              + " because any answer could be wrong.");
  public static final Setting<LogLevel> LOG_LEVEL =
      setting(
          "log-level",
          Section.INSIDE,
          ValueKind.choice(LogLevel.class),
          "info",
          "How much is logged, on standard error.");
  public static final Setting<LogFormat> LOG_FORMAT =
      setting(
          "log-format",
          Section.INSIDE,
          ValueKind.choice(LogFormat.class),
          "text",
          "How the log is written: key=value for people, or one JSON object a line for programs.");

  private Settings() {}

  private static <T> Setting<T> setting(
      String name, Section section, ValueKind<T> kind, String defaultText, String description) {
    Setting<T> setting = new Setting<>(name, section, kind, defaultText, description);
    TABLE.add(setting);
    return setting;
  }

  /** A limit on a rate or a number: there is always one, and it may be out of reach. */
  private static Setting<Integer> limit(String name, String defaultText, String description) {
    return setting(
        name, Section.DEVICES, ValueKind.wholeNumber(1, 1_000_000), defaultText, description);
  }

  /** The setting of that name in the configuration file, if there is one. */
  public static Optional<Setting<?>> named(String name) {
    return ALL.stream().filter(setting -> setting.name().equals(name)).findFirst();
  }

  /** The setting of that name in the environment, if there is one. */
  public static Optional<Setting<?>> ofVariable(String variable) {
    return ALL.stream().filter(setting -> setting.variable().equals(variable)).findFirst();
  }
}
