package org.nowserving.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.nowserving.floor.FloorSettings;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.settings.EffectiveSettings.Given;
import org.nowserving.store.Snapshot;

/**
 * What the server is started with: every value checked, by itself and against the others.
 * Immutable. Pure.
 */
public record ServerConfig(
    Network network, Desk desk, Database database, Devices devices, Inside inside) {

  /** Where the server listens, and what it takes from whom. */
  public record Network(
      String bind,
      int port,
      String opsBind,
      int opsPort,
      Set<String> allowedHosts,
      Duration handshakeTimeout,
      int maxHeadBytes,
      int maxBodyBytes) {
    public Network {
      allowedHosts = Set.copyOf(allowedHosts);
    }
  }

  /** How the desk works. */
  public record Desk(
      FloorSettings floor,
      ClaimedOrder displayClaimedOrder,
      ZoneId zone,
      Optional<LocalTime> dayClosesAt,
      Duration session) {}

  /**
   * Where everything is kept.
   *
   * @param url empty means the bundled PostgreSQL
   */
  public record Database(
      Path dataDir,
      Optional<String> url,
      Optional<String> user,
      Optional<Path> passwordFile,
      Optional<Path> binDir,
      Duration databaseWait,
      Duration takeoverWait) {}

  /** What each device may cost. */
  public record Devices(
      int maxMessageBytes,
      int outboundLimitBytes,
      Duration pingInterval,
      Duration silenceLimit,
      int commandsInFlight) {}

  /** What nobody outside sees. */
  public record Inside(
      int inboxLimit, int inputsPerTurn, Duration commitPatience, LogLevel logLevel) {}

  /** The values of these settings, where they go together. */
  public static ServerConfig of(EffectiveSettings settings) throws BadSettingException {
    ServerConfig config =
        new ServerConfig(
            network(settings),
            desk(settings),
            database(settings),
            devices(settings),
            inside(settings));
    checkTogether(settings, config);
    return config;
  }

  private static Network network(EffectiveSettings settings) {
    return new Network(
        settings.get(Settings.BIND),
        settings.get(Settings.PORT),
        settings.get(Settings.OPS_BIND),
        settings.get(Settings.OPS_PORT),
        settings.get(Settings.ALLOWED_HOSTS),
        settings.get(Settings.HANDSHAKE_TIMEOUT),
        settings.get(Settings.MAX_HEAD_BYTES),
        settings.get(Settings.MAX_BODY_BYTES));
  }

  private static Desk desk(EffectiveSettings settings) {
    return new Desk(
        new FloorSettings(
            settings.get(Settings.TABLES),
            settings.get(Settings.TABLE_GRACE),
            settings.get(Settings.ANNOUNCE_TO),
            Snapshot.ENDED_REMEMBERED),
        settings.get(Settings.DISPLAY_CLAIMED_ORDER),
        settings.get(Settings.TIME_ZONE),
        settings.get(Settings.DAY_CLOSES_AT),
        Duration.ofHours(settings.get(Settings.SESSION_HOURS)));
  }

  private static Database database(EffectiveSettings settings) {
    return new Database(
        settings.get(Settings.DATA_DIR),
        settings.get(Settings.DATABASE_URL),
        settings.get(Settings.DATABASE_USER),
        settings.get(Settings.DATABASE_PASSWORD_FILE),
        settings.get(Settings.POSTGRES_BIN_DIR),
        settings.get(Settings.DATABASE_WAIT),
        settings.get(Settings.TAKEOVER_WAIT));
  }

  private static Devices devices(EffectiveSettings settings) {
    return new Devices(
        settings.get(Settings.MAX_MESSAGE_BYTES),
        settings.get(Settings.OUTBOUND_LIMIT_BYTES),
        settings.get(Settings.PING_INTERVAL),
        settings.get(Settings.SILENCE_LIMIT),
        settings.get(Settings.COMMANDS_IN_FLIGHT));
  }

  private static Inside inside(EffectiveSettings settings) {
    return new Inside(
        settings.get(Settings.INBOX_LIMIT),
        settings.get(Settings.INPUTS_PER_TURN),
        settings.get(Settings.COMMIT_PATIENCE),
        settings.get(Settings.LOG_LEVEL));
  }

  private static void checkTogether(EffectiveSettings settings, ServerConfig config)
      throws BadSettingException {
    Devices devices = config.devices;
    if (devices.silenceLimit.compareTo(devices.pingInterval) <= 0) {
      throw apart(settings, Settings.SILENCE_LIMIT, "must be longer than", Settings.PING_INTERVAL);
    }
    Network network = config.network;
    if (network.port == network.opsPort && network.port != 0) {
      throw apart(settings, Settings.OPS_PORT, "must differ from", Settings.PORT);
    }
    if (config.database.url.isEmpty()) {
      // Who names a user wants a database of their own: the bundled one in its place would be a
      // surprise.
      refuseWithoutUrl(settings, Settings.DATABASE_USER);
      refuseWithoutUrl(settings, Settings.DATABASE_PASSWORD_FILE);
    }
  }

  private static void refuseWithoutUrl(EffectiveSettings settings, Setting<?> setting)
      throws BadSettingException {
    Given given = settings.given(setting);
    if (given.isChosen() && !given.text().isEmpty()) {
      throw new BadSettingException(
          "The setting %s (from %s) does nothing without %s, which is not set."
              .formatted(setting.name(), given.source(), Settings.DATABASE_URL.name()));
    }
  }

  private static BadSettingException apart(
      EffectiveSettings settings, Setting<?> one, String relation, Setting<?> other) {
    return new BadSettingException(
        "The setting %s (%s, from %s) %s %s (%s, from %s)."
            .formatted(
                one.name(),
                settings.given(one).text(),
                settings.given(one).source(),
                relation,
                other.name(),
                settings.given(other).text(),
                settings.given(other).source()));
  }
}
