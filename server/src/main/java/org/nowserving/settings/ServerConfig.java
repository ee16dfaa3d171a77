package org.nowserving.settings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.nowserving.floor.FloorSettings;
import org.nowserving.limits.LimitSettings;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.settings.EffectiveSettings.Given;
import org.nowserving.store.Snapshot;

/**
 * What the server is started with: every value checked, by itself and against the others.
 * Immutable. Pure.
 */
public record ServerConfig(
    Network network,
    DeviceAccess deviceAccess,
    Desk desk,
    Database database,
    Devices devices,
    LimitSettings limits,
    Inside inside) {

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

  /**
   * Who may be a kiosk or a display.
   *
   * @param keyFile empty means everybody who reaches the port
   * @param grace for how long a device may stay when its key is gone
   */
  public record DeviceAccess(Optional<Path> keyFile, Duration grace) {}

  /**
   * How the desk works.
   *
   * @param longWait a wait that is longer is a long one
   */
  public record Desk(
      String name,
      FloorSettings floor,
      ClaimedOrder displayClaimedOrder,
      ZoneId zone,
      Optional<LocalTime> dayClosesAt,
      Duration longWait,
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
      Duration lagLimit,
      int commandsInFlight) {}

  /** What nobody outside sees. */
  public record Inside(
      int inboxLimit,
      int inputsPerTurn,
      Duration commitPatience,
      LogLevel logLevel,
      LogFormat logFormat) {}

  /** The values of these settings, where they go together. */
  public static ServerConfig of(EffectiveSettings settings) throws BadSettingException {
    ServerConfig config =
        new ServerConfig(
            network(settings),
            new DeviceAccess(
                settings.get(Settings.DEVICE_KEY_FILE), settings.get(Settings.DEVICE_KEY_GRACE)),
            desk(settings),
            database(settings),
            devices(settings),
            limits(settings),
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
        settings.get(Settings.DESK_NAME),
        new FloorSettings(
            settings.get(Settings.TABLES),
            settings.get(Settings.TABLE_GRACE),
            settings.get(Settings.ANNOUNCE_TO),
            settings.get(Settings.DUPLICATE_WINDOW),
            Snapshot.ENDED_REMEMBERED),
        settings.get(Settings.DISPLAY_CLAIMED_ORDER),
        settings.get(Settings.TIME_ZONE),
        settings.get(Settings.DAY_CLOSES_AT),
        settings.get(Settings.LONG_WAIT),
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
        settings.get(Settings.LAG_LIMIT),
        settings.get(Settings.COMMANDS_IN_FLIGHT));
  }

  private static LimitSettings limits(EffectiveSettings settings) {
    return new LimitSettings(
        settings.get(Settings.COMMANDS_PER_SECOND),
        settings.get(Settings.COMMANDS_BURST),
        settings.get(Settings.NEW_PER_MINUTE),
        settings.get(Settings.QUERY_PER_MINUTE),
        settings.get(Settings.SIGN_IN_FAILURES_PER_MINUTE),
        settings.get(Settings.MAX_CONNECTIONS),
        settings.get(Settings.MAX_CONNECTIONS_PER_ADDRESS),
        settings.get(Settings.UNKNOWN_STAFF_TIMEOUT),
        settings.get(Settings.TRUSTED_ADDRESSES));
  }

  private static Inside inside(EffectiveSettings settings) {
    return new Inside(
        settings.get(Settings.INBOX_LIMIT),
        settings.get(Settings.INPUTS_PER_TURN),
        settings.get(Settings.COMMIT_PATIENCE),
        settings.get(Settings.LOG_LEVEL),
        settings.get(Settings.LOG_FORMAT));
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
    checkDeviceAccess(settings, config);
    if (config.database.url.isEmpty()) {
      // Who names a user wants a database of their own: the bundled one in its place would be a
      // surprise.
      refuseWithoutUrl(settings, Settings.DATABASE_USER);
      refuseWithoutUrl(settings, Settings.DATABASE_PASSWORD_FILE);
    }
  }

  private static void checkDeviceAccess(EffectiveSettings settings, ServerConfig config)
      throws BadSettingException {
    boolean anonymous = settings.get(Settings.ALLOW_ANONYMOUS_DEVICES);
    if (config.deviceAccess.keyFile.isPresent() && anonymous) {
      throw apart(
          settings,
          Settings.ALLOW_ANONYMOUS_DEVICES,
          "cannot be together with",
          Settings.DEVICE_KEY_FILE);
    }
    if (config.deviceAccess.keyFile.isEmpty() && !anonymous && !isLoopback(config.network.bind)) {
      Given bind = settings.given(Settings.BIND);
      throw new BadSettingException(
          ("The setting bind (%s, from %s) lets the network in, where anybody could be a kiosk:"
                  + " name a file with a key for your devices with %s, or set %s=true.")
              .formatted(
                  bind.text(),
                  bind.source(),
                  Settings.DEVICE_KEY_FILE.name(),
                  Settings.ALLOW_ANONYMOUS_DEVICES.name()));
    }
  }

  /** Any other name than localhost may lead anywhere, and no name server is asked here. */
  private static boolean isLoopback(String bind) {
    if (bind.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(bind).isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
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
