package org.nowserving.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nowserving.limits.AddressRange;

/**
 * What the text of a setting means. Pure.
 *
 * @param label what stands for the value in the help, for example {@code N}
 * @param wanted what a value must be, to follow "must be"
 * @param mayHoldSecret whether an unfit text is kept out of the sentence that refuses it
 * @param reader the value that a text stands for, or empty where it stands for none
 */
public record ValueKind<T>(
    String label, String wanted, boolean mayHoldSecret, Function<String, Optional<T>> reader) {

  /** The word for the time zone that the machine is set to. */
  static final String MACHINE_ZONE = "machine";

  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final Pattern TIME_SPAN = Pattern.compile("(0|[1-9][0-9]{0,8})(ms|s|m|h)");
  private static final Pattern TIME_OF_DAY = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
  private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,252}[a-z0-9])?");
  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("//[^/?]*@|[?&](password|sslpassword)=", Pattern.CASE_INSENSITIVE);

  /** The value that this text stands for, or empty where it stands for none. */
  public Optional<T> read(String text) {
    return reader.apply(text);
  }

  private static <T> ValueKind<T> of(
      String label, String wanted, Function<String, Optional<T>> reader) {
    return new ValueKind<>(label, wanted, false, reader);
  }

  static ValueKind<Integer> wholeNumber(int least, int most) {
    return of(
        "N",
        "a whole number from " + least + " to " + most,
        text ->
            WHOLE_NUMBER.matcher(text).matches()
                ? Optional.of(Integer.valueOf(text)).filter(n -> n >= least && n <= most)
                : Optional.empty());
  }

  /**
   * A time span: a whole number and its unit, as in {@code 250ms}, {@code 10s}, {@code 5m}, {@code
   * 12h}.
   */
  static ValueKind<Duration> timeSpan(String least, String most) {
    Duration shortest = spanOf(least).orElseThrow();
    Duration longest = spanOf(most).orElseThrow();
    return of(
        "TIME",
        "a time from %s to %s, written like 250ms, 10s, 5m or 12h".formatted(least, most),
        text ->
            spanOf(text)
                .filter(span -> span.compareTo(shortest) >= 0 && span.compareTo(longest) <= 0));
  }

  private static Optional<Duration> spanOf(String text) {
    Matcher matcher = TIME_SPAN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        });
  }

  /** A time of day to the minute, as in {@code 18:30}. */
  static ValueKind<LocalTime> timeOfDay() {
    return of(
        "HH:MM",
        "a time of day from 00:00 to 23:59, such as 18:30",
        text ->
            TIME_OF_DAY.matcher(text).matches()
                ? Optional.of(LocalTime.parse(text))
                : Optional.empty());
  }

  /** One word of a closed set; {@code TICKET_TABLE} is written {@code ticket-table}. */
  static <E extends Enum<E>> ValueKind<E> choice(Class<E> words) {
    E[] all = words.getEnumConstants();
    return of(
        Arrays.stream(all).map(ValueKind::word).collect(Collectors.joining("|")),
        Arrays.stream(all).map(ValueKind::word).collect(Collectors.joining(" or ")),
        text -> Arrays.stream(all).filter(member -> word(member).equals(text)).findFirst());
  }

  private static String word(Enum<?> member) {
    return member.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ValueKind<Boolean> yesOrNo() {
    return of(
        "true|false",
        "true or false",
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  /** A host name or an address literal; whether the machine has it shows when it is bound. */
  static ValueKind<String> address() {
    return of(
        "ADDRESS",
        "an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::",
        text -> text.isBlank() || text.contains(" ") ? Optional.empty() : Optional.of(text));
  }

  static ValueKind<Set<String>> hostNames() {
    return of(
        "NAME,…",
        "host names without ports, separated by commas",
        text -> {
          Set<String> names = new LinkedHashSet<>();
          for (String name : text.isBlank() ? new String[0] : text.split(",", -1)) {
            names.add(name.strip().toLowerCase(Locale.ROOT));
          }
          return names.stream().allMatch(name -> HOST_NAME.matcher(name).matches())
              ? Optional.of(names)
              : Optional.empty();
        });
  }

  static ValueKind<List<AddressRange>> addressRanges() {
    return of(
        "ADDRESS,…",
        "addresses or ranges of them (192.0.2.7, 192.0.2.0/24, 2001:db8::/32), separated by commas",
        text -> {
          List<AddressRange> ranges = new ArrayList<>();
          for (String range : text.isBlank() ? new String[0] : text.split(",", -1)) {
            Optional<AddressRange> read = AddressRange.parse(range.strip());
            if (read.isEmpty()) {
              return Optional.empty();
            }
            ranges.add(read.get());
          }
          return Optional.of(List.copyOf(ranges));
        });
  }

  /** A text for people to read; spaces around it would not be seen. */
  static ValueKind<String> title(String label, int most) {
    return of(
        label,
        "1 to %d characters without control characters and without spaces around them"
            .formatted(most),
        text ->
            text.isBlank()
                    || !text.equals(text.strip())
                    || text.codePointCount(0, text.length()) > most
                    || text.codePoints().anyMatch(ValueKind::isControl)
                ? Optional.empty()
                : Optional.of(text));
  }

  private static boolean isControl(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  static ValueKind<String> word(String label, String wanted) {
    return of(
        label,
        wanted,
        text -> text.isBlank() || text.contains(" ") ? Optional.empty() : Optional.of(text));
  }

  static ValueKind<Path> path(String label, String wanted) {
    return of(label, wanted, text -> text.isBlank() ? Optional.empty() : pathOf(text));
  }

  private static Optional<Path> pathOf(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  static ValueKind<ZoneId> zone() {
    return of(
        "ZONE",
        "a time zone such as Europe/Zurich, or " + MACHINE_ZONE + " for that of the machine",
        text -> {
          try {
            return Optional.of(
                text.equals(MACHINE_ZONE) ? ZoneId.systemDefault() : ZoneId.of(text));
          } catch (DateTimeException e) {
            return Optional.empty();
          }
        });
  }

  /**
   * A PostgreSQL URL in JDBC's spelling. It never holds a password, because {@code ps} would show
   * them.
   */
  static ValueKind<String> databaseUrl() {
    return new ValueKind<>(
        "URL",
        "a URL like jdbc:postgresql://db.example.org:5432/nowserving, without a password",
        true,
        text ->
            text.startsWith("jdbc:postgresql:")
                    && !text.contains(" ")
                    && !PASSWORD_IN_URL.matcher(text).find()
                ? Optional.of(text)
                : Optional.empty());
  }

  /**
   * The same, where an empty text means that there is none: the inner empty is a value, the outer
   * one no value.
   */
  @SuppressWarnings("OptionalMapToOptional")
  static <T> ValueKind<Optional<T>> optional(ValueKind<T> kind) {
    return new ValueKind<>(
        kind.label,
        kind.wanted,
        kind.mayHoldSecret,
        text -> text.isEmpty() ? Optional.of(Optional.empty()) : kind.read(text).map(Optional::of));
  }
}
