package org.nowserving.tape;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nowserving.protocol.Endpoint;

/**
 * A tape: steps, and after each what every device hears until the next. Pure but for the stage it
 * is played on.
 *
 * @param name the file's name without its ending
 */
public record Tape(String name, List<Step> steps) {

  /**
   * One line that makes something happen, or a comment, and what is heard after it.
   *
   * @param number of the line in the file, from 1
   * @param line as it stands on the tape
   * @param heard by device, in the order in which the devices stand on the tape
   */
  public record Step(int number, String line, Map<String, List<String>> heard) {}

  /** Reads a tape. */
  public static Tape parse(String name, String text) {
    List<Step> steps = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      int hears = line.indexOf(" < ");
      if (hears > 0 && line.indexOf(' ') == hears) {
        steps
            .getLast()
            .heard()
            .computeIfAbsent(line.substring(0, hears), device -> new ArrayList<>())
            .add(line.substring(hears + 3));
      } else {
        steps.add(new Step(number, line, new LinkedHashMap<>()));
      }
    }
    return new Tape(name, steps);
  }

  /** The same steps with what was heard when they were played. */
  public Tape withHeard(List<Map<String, List<String>>> heard) {
    List<Step> rewritten = new ArrayList<>();
    for (int index = 0; index < steps.size(); index++) {
      Step step = steps.get(index);
      rewritten.add(new Step(step.number(), step.line(), heard.get(index)));
    }
    return new Tape(name, rewritten);
  }

  /** The tape as text, one line a step and a line for each word heard. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      text.append(step.line()).append('\n');
      step.heard()
          .forEach((device, lines) ->
              lines.forEach(line -> text.append(device).append(" < ").append(line).append('\n')));
    }
    return text.toString();
  }

  /** Plays the tape to its end; what was heard after each step, whatever the tape expects. */
  public List<Map<String, List<String>>> play(Stage stage) throws Exception {
    List<Map<String, List<String>>> heard = new ArrayList<>();
    List<String> devices = new ArrayList<>();
    for (Step step : steps) {
      perform(step, stage, devices);
      Map<String, List<String>> words = new LinkedHashMap<>();
      for (String device : devices) {
        List<String> lines =
            stage.heard(device, step.heard().getOrDefault(device, List.of()).size());
        if (!lines.isEmpty()) {
          words.put(device, lines);
        }
      }
      heard.add(words);
    }
    return heard;
  }

  private void perform(Step step, Stage stage, List<String> devices) throws Exception {
    String line = step.line();
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    String[] words = line.split(" ", 3);
    if (words[0].equals("--")) {
      direct(step, words[1], words.length > 2 ? words[2] : "", stage, devices);
      return;
    }
    String device = words[0];
    switch (words[1]) {
      case "+" -> {
        String[] kind = words[2].split(" ", 2);
        devices.add(device);
        stage.connect(
            device,
            Endpoint.valueOf(kind[0].toUpperCase(Locale.ROOT)),
            kind.length > 1
                ? Optional.of(kind[1].substring(1, kind[1].length() - 1))
                : Optional.empty());
      }
      case "-" -> {
        devices.remove(device);
        stage.drop(device);
      }
      case ">" -> stage.say(device, words.length > 2 ? words[2] : "");
      default -> throw unreadable(step);
    }
  }

  private void direct(Step step, String word, String rest, Stage stage, List<String> devices)
      throws Exception {
    switch (word) {
      case "commit" -> stage.commit();
      case "pass" -> stage.pass(Duration.parse("PT" + rest));
      case "sign-out" -> stage.signOut(rest);
      case "free" -> stage.free(Integer.parseInt(rest));
      case "call-off" -> stage.callOff(Long.parseLong(rest));
      case "close-day" -> stage.closeDay();
      case "restart" -> {
        devices.clear();
        stage.restart();
      }
      default -> throw unreadable(step);
    }
  }

  private IllegalArgumentException unreadable(Step step) {
    return new IllegalArgumentException(
        name + ":" + step.number() + ": not a step: " + step.line());
  }
}
