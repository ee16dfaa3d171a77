package org.nowserving.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.limits.Limit;
import org.nowserving.limits.LimitSettings;
import org.nowserving.limits.Places;

class EffectiveSettingsTest {
  private static final Map<Setting<?>, String> NO_FLAGS = Map.of();
  private static final Map<String, String> NO_VARIABLES = Map.of();

  private final Path directory;

  EffectiveSettingsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file(String... lines) throws IOException {
    return Files.write(directory.resolve("desk.properties"), Set.of(String.join("\n", lines)));
  }

  private static EffectiveSettings fromFlag(Setting<?> setting, String text)
      throws BadSettingException {
    return EffectiveSettings.gather(Map.of(setting, text), Optional.empty(), NO_VARIABLES);
  }

  private EffectiveSettings fromFile(String... lines) throws Exception {
    return EffectiveSettings.gather(NO_FLAGS, Optional.of(file(lines).toString()), NO_VARIABLES);
  }

  private static String refusal(Executable start) {
    return assertThrows(BadSettingException.class, start).sentence();
  }

  @Test
  void aCredentialIsTakenWhereNothingElseIsGiven() throws Exception {
    Path secrets = Files.createDirectory(directory.resolve("credentials"));
    Path password = Files.writeString(secrets.resolve("nowserving.database-password"), "secret");
    Map<String, String> environment = Map.of("CREDENTIALS_DIRECTORY", secrets.toString());

    EffectiveSettings alone = EffectiveSettings.gather(NO_FLAGS, Optional.empty(), environment);
    assertEquals(Optional.of(password), alone.get(Settings.DATABASE_PASSWORD_FILE));
    assertEquals(
        "the credential nowserving.database-password",
        alone.given(Settings.DATABASE_PASSWORD_FILE).source());
    assertEquals(Optional.empty(), alone.get(Settings.DEVICE_KEY_FILE));

    EffectiveSettings beside =
        EffectiveSettings.gather(
            NO_FLAGS, Optional.of(file("database-password-file=/mine").toString()), environment);
    assertEquals(Optional.of(Path.of("/mine")), beside.get(Settings.DATABASE_PASSWORD_FILE));

    Path keys = Files.writeString(secrets.resolve("nowserving.device-keys"), "key");
    assertEquals(
        Optional.of(keys),
        EffectiveSettings.gather(NO_FLAGS, Optional.empty(), environment)
            .get(Settings.DEVICE_KEY_FILE));
  }

  @Test
  void nothingGivenIsTheDefaults() throws Exception {
    EffectiveSettings settings =
        EffectiveSettings.gather(NO_FLAGS, Optional.empty(), Map.of("PATH", "/bin", "HOME", "/"));
    assertEquals("127.0.0.1", settings.get(Settings.BIND));
    assertEquals(8080, settings.get(Settings.PORT));
    assertEquals(8081, settings.get(Settings.OPS_PORT));
    assertEquals(10, settings.get(Settings.TABLES));
    assertEquals(Path.of("nowserving-data"), settings.get(Settings.DATA_DIR).normalize());
    assertEquals(ZoneId.systemDefault(), settings.get(Settings.TIME_ZONE));
    assertEquals(Optional.empty(), settings.get(Settings.DATABASE_URL));
    assertEquals(Set.of(), settings.get(Settings.ALLOWED_HOSTS));
    assertEquals("default", settings.given(Settings.PORT).source());
  }

  @Test
  void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    Path file = file("tables=3", "port=1003", "ops-port=2003", "bind=127.0.0.3");
    EffectiveSettings settings =
        EffectiveSettings.gather(
            Map.of(Settings.TABLES, "1"),
            Optional.of(file.toString()),
            Map.of("NOWSERVING_TABLES", "2", "NOWSERVING_PORT", "1002"));
    assertEquals(1, settings.get(Settings.TABLES));
    assertEquals(1002, settings.get(Settings.PORT));
    assertEquals(2003, settings.get(Settings.OPS_PORT));
    assertEquals("--tables", settings.given(Settings.TABLES).source());
    assertEquals("NOWSERVING_PORT", settings.given(Settings.PORT).source());
    assertEquals("the file " + file, settings.given(Settings.OPS_PORT).source());
    assertEquals("default", settings.given(Settings.DATA_DIR).source());
  }

  @Test
  void theEnvironmentMayNameTheFileAndTheCommandLineAnother() throws Exception {
    Path other = Files.writeString(directory.resolve("other"), "tables=7");
    String named = file("tables=3").toString();
    Map<String, String> environment = Map.of("NOWSERVING_CONFIG", named);
    assertEquals(
        3, EffectiveSettings.gather(NO_FLAGS, Optional.empty(), environment).get(Settings.TABLES));
    assertEquals(
        7,
        EffectiveSettings.gather(NO_FLAGS, Optional.of(other.toString()), environment)
            .get(Settings.TABLES));
  }

  @Test
  void anEmptyTextTakesAwayWhatTheFileGave() throws Exception {
    Path file = file("database-url=jdbc:postgresql://db/desk");
    EffectiveSettings settings =
        EffectiveSettings.gather(
            Map.of(Settings.DATABASE_URL, ""), Optional.of(file.toString()), NO_VARIABLES);
    assertEquals(Optional.empty(), settings.get(Settings.DATABASE_URL));
  }

  @Test
  void aNameThatNobodyKnowsStopsTheStart() throws Exception {
    Path file = file("tabels=3");
    String inFile = refusal(() -> fromFile("tabels=3"));
    assertTrue(inFile.contains("tabels") && inFile.contains(file.toString()), inFile);
    String inEnvironment =
        refusal(() ->
            EffectiveSettings.gather(NO_FLAGS, Optional.empty(), Map.of("NOWSERVING_TABELS", "3")));
    assertTrue(inEnvironment.contains("NOWSERVING_TABELS"), inEnvironment);
  }

  @Test
  void theVariablesThatAreNoSettingsAreLeftAlone() throws Exception {
    EffectiveSettings settings =
        EffectiveSettings.gather(
            NO_FLAGS,
            Optional.empty(),
            Map.of(
                "NOWSERVING_ADMIN_PASSWORD", "p",
                "NOWSERVING_HOME", "/opt",
                "NOWSERVING_JAVA_OPTIONS", "-Xmx1g"));
    assertEquals(10, settings.get(Settings.TABLES));
  }

  @Test
  void aBadValueIsRefusedWithItsNameItsSourceAndWhatWouldDo() throws Exception {
    assertEquals(
        "The setting tables (from --tables) must be a whole number from 1 to 10000, not \"0\".",
        refusal(() -> fromFlag(Settings.TABLES, "0")));
    assertEquals(
        "The setting announce-to (from NOWSERVING_ANNOUNCE_TO) must be known or all,"
            + " not \"everyone\".",
        refusal(() ->
            EffectiveSettings.gather(
                NO_FLAGS, Optional.empty(), Map.of("NOWSERVING_ANNOUNCE_TO", "everyone"))));
    assertEquals(
        "The setting table-grace (from the file %s) must be a time from 0s to 24h, written like"
                .formatted(file("table-grace=60"))
            + " 250ms, 10s, 5m or 12h, not \"60\".",
        refusal(() -> fromFile("table-grace=60")));
  }

  @Test
  void aPasswordInTheUrlIsRefusedAndNotRepeated() {
    for (String url :
        new String[] {
          "jdbc:postgresql://ann:hunter2@db/desk",
          "jdbc:postgresql://db/desk?user=ann&password=hunter2",
          "jdbc:postgresql://db/desk?Password=hunter2"
        }) {
      String sentence = refusal(() -> fromFlag(Settings.DATABASE_URL, url));
      assertTrue(sentence.contains("database-url"), sentence);
      assertFalse(sentence.contains("hunter2"), sentence);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "port, 65535, 65536",
    "port, 0, -1",
    "tables, 1, 0",
    "tables, 10000, 10001",
    "tables, 12, 012",
    "tables, 12, +12",
    "tables, 12, ' 12'",
    "tables, 12, ''",
    "tables, 12, १२",
    "tables, 12, 9999999999",
    "table-grace, 0s, -1s",
    "table-grace, 24h, 25h",
    "table-grace, 1500ms, 1.5s",
    "table-grace, 10m, 10min",
    "handshake-timeout, 50ms, 49ms",
    "long-wait, 1s, 999ms",
    "long-wait, 24h, 0s",
    "desk-name, 'Bürgerbüro, 2. Stock', ''",
    "desk-name, x, ' x'",
    "desk-name, 'a  b', 'a\tb'",
    "desk-name, 0123456789012345678901234567890123456789012345678901234567890123,"
        + " 01234567890123456789012345678901234567890123456789012345678901234",
    "time-zone, Europe/Zurich, Europe/Zurch",
    "time-zone, machine, ''",
    "announce-to, all, ALL",
    "display-claimed-order, table-ticket, table_ticket",
    "log-level, debug, verbose",
    "commands-per-second, 1000000, 0",
    "max-connections, 1, 1000001",
    "unknown-staff-timeout, 8760h, 0s",
    "trusted-addresses, '192.0.2.7, 2001:db8::/32', localhost",
    "trusted-addresses, '', '127.0.0.1,'",
    "bind, '::', 'a b'",
    "allowed-hosts, 'desk.example.org,desk', desk:8080",
    "allowed-hosts, '', 'desk,,desk2'",
    "database-url, jdbc:postgresql://db/desk, postgres://db/desk",
    "data-dir, /var/lib/desk, ''"
  })
  void theBordersOfWhatFits(String name, String fits, String doesNot) throws Exception {
    Setting<?> setting = Settings.named(name).orElseThrow();
    assertEquals(fits, fromFlag(setting, fits).given(setting).text());
    String sentence = refusal(() -> fromFlag(setting, doesNot));
    assertTrue(sentence.startsWith("The setting " + name + " (from --" + name + ")"), sentence);
  }

  @Test
  void valuesAreReadAsWhatTheyMean() throws Exception {
    EffectiveSettings settings =
        fromFile(
            "table-grace = 2m",
            "# a comment",
            "allowed-hosts = Desk.Example.org, other",
            "commit-patience=250ms",
            "time-zone=Europe/Zurich",
            "data-dir=/srv/Z\u00fcrich");
    assertEquals(Duration.ofMinutes(2), settings.get(Settings.TABLE_GRACE));
    assertEquals(Set.of("desk.example.org", "other"), settings.get(Settings.ALLOWED_HOSTS));
    assertEquals(Duration.ofMillis(250), settings.get(Settings.COMMIT_PATIENCE));
    assertEquals(ZoneId.of("Europe/Zurich"), settings.get(Settings.TIME_ZONE));
    assertEquals(Path.of("/srv/Z\u00fcrich"), settings.get(Settings.DATA_DIR));
  }

  @Test
  void eachLimitIsTheOneThatItsSettingNames() throws Exception {
    LimitSettings limits =
        ServerConfig.of(
                fromFile(
                    "commands-per-second=1",
                    "commands-burst=2",
                    "new-per-minute=3",
                    "query-per-minute=4",
                    "sign-in-failures-per-minute=5",
                    "max-connections=6",
                    "max-connections-per-address=7",
                    "unknown-staff-timeout=8s",
                    "trusted-addresses=192.0.2.9, 2001:db8::/32"))
            .limits();
    assertEquals(
        new LimitSettings(
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            Duration.ofSeconds(8),
            List.of(Places.range("192.0.2.9"), Places.range("2001:db8::/32"))),
        limits);
    assertEquals(
        List.of(Places.range("127.0.0.0/8"), Places.range("::1")),
        ServerConfig.of(fromFile()).limits().trusted());
    assertEquals(List.of(), ServerConfig.of(fromFile("trusted-addresses=")).limits().trusted());
  }

  @ParameterizedTest
  @EnumSource
  void everyLimitIsNamedAsItsSettingIs(Limit limit) {
    assertTrue(Settings.named(limit.setting()).isPresent(), limit::setting);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws Exception {
    Path missing = directory.resolve("missing");
    assertEquals(
        "The configuration file %s (from --config or NOWSERVING_CONFIG) does not exist."
            .formatted(missing),
        refusal(() ->
            EffectiveSettings.gather(NO_FLAGS, Optional.of(missing.toString()), NO_VARIABLES)));
    assertTrue(
        refusal(() ->
                EffectiveSettings.gather(NO_FLAGS, Optional.of(directory.toString()), NO_VARIABLES))
            .endsWith("is a directory."));
    Path latin = directory.resolve("latin");
    Files.write(latin, "data-dir=Z\u00fcrich".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(
        refusal(() ->
                EffectiveSettings.gather(NO_FLAGS, Optional.of(latin.toString()), NO_VARIABLES))
            .endsWith("is not text in UTF-8."));
    assertTrue(refusal(() -> fromFile("tables=1", "tables=2")).endsWith("sets tables twice."));
    assertTrue(refusal(() -> fromFile("tables=\\u00")).endsWith("broken \\u escape."));
  }

  @ParameterizedTest
  @FieldSource("org.nowserving.settings.Settings#ALL")
  void everySettingIsKnownByEachOfItsNames(Setting<?> setting) {
    assertEquals(Optional.of(setting), Settings.named(setting.name()));
    assertEquals(Optional.of(setting), Settings.ofVariable(setting.variable()));
    assertTrue(setting.flag().matches("--[a-z]+(-[a-z]+)*"), setting.flag());
    assertTrue(setting.variable().matches("NOWSERVING_[A-Z]+(_[A-Z]+)*"), setting.variable());
    assertTrue(setting.description().endsWith("."), setting.description());
  }

  @ParameterizedTest
  @ValueSource(strings = {"database-user=ann", "database-password-file=/etc/desk.password"})
  void whatWouldDoNothingIsRefused(String line) throws Exception {
    EffectiveSettings alone = fromFile(line);
    String sentence = refusal(() -> ServerConfig.of(alone));
    assertTrue(sentence.endsWith("does nothing without database-url, which is not set."), sentence);
    EffectiveSettings together = fromFile(line, "database-url=jdbc:postgresql://db/desk");
    assertEquals(
        Optional.of("jdbc:postgresql://db/desk"), ServerConfig.of(together).database().url());
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() throws Exception {
    EffectiveSettings silence = fromFile("silence-limit=10s", "ping-interval=10s");
    String sentence = refusal(() -> ServerConfig.of(silence));
    assertTrue(sentence.startsWith("The setting silence-limit (10s, from the file"), sentence);
    EffectiveSettings ports = fromFile("ops-port=8080");
    assertEquals(
        "The setting ops-port (8080, from the file %s) must differ from port (8080, from default)."
            .formatted(directory.resolve("desk.properties")),
        refusal(() -> ServerConfig.of(ports)));
    EffectiveSettings free = fromFile("ops-port=0", "port=0");
    assertEquals(0, ServerConfig.of(free).network().port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "[::]", "192.0.2.7", "2001:db8::7", "desk.example.org"})
  void theNetworkIsNotLetInWithoutAWordAboutDevices(String bind) throws Exception {
    EffectiveSettings open = fromFile("bind=" + bind);
    assertEquals(
        ("The setting bind (%s, from the file %s) lets the network in, where anybody could be a"
                + " kiosk: name a file with a key for your devices with device-key-file, or set"
                + " allow-anonymous-devices=true.")
            .formatted(bind, directory.resolve("desk.properties")),
        refusal(() -> ServerConfig.of(open)));
    EffectiveSettings locked = fromFile("bind=" + bind, "device-key-file=/etc/keys");
    assertEquals(
        Optional.of(Path.of("/etc/keys")), ServerConfig.of(locked).deviceAccess().keyFile());
    EffectiveSettings anonymous = fromFile("bind=" + bind, "allow-anonymous-devices=true");
    assertEquals(Optional.empty(), ServerConfig.of(anonymous).deviceAccess().keyFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.8.7", "localhost", "LocalHost", "::1", "[::1]"})
  void thisMachineAloneNeedsNoKey(String bind) throws Exception {
    assertEquals(bind, ServerConfig.of(fromFile("bind=" + bind)).network().bind());
  }

  @Test
  void devicesAreEitherAskedForAKeyOrNot() throws Exception {
    EffectiveSettings both = fromFile("device-key-file=/k", "allow-anonymous-devices=true");
    String sentence = refusal(() -> ServerConfig.of(both));
    assertTrue(sentence.contains("cannot be together with device-key-file (/k"), sentence);
    assertTrue(
        refusal(() -> fromFlag(Settings.ALLOW_ANONYMOUS_DEVICES, "yes"))
            .endsWith("must be true or false, not \"yes\"."));
  }

  @Test
  void everySettingIsShownWithItsSource() throws Exception {
    EffectiveSettings settings = fromFlag(Settings.TABLES, "4");
    assertEquals(Settings.ALL.size(), settings.lines().size());
    assertTrue(settings.lines().stream().anyMatch(l -> l.matches("tables +=  ?4  \\(--tables\\)")));
    assertTrue(settings.lines().stream().anyMatch(l -> l.matches("port += 8080  \\(default\\)")));
  }
}
