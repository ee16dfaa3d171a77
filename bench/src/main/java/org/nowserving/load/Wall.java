package org.nowserving.load;

import java.util.regex.Pattern;

/**
 * All displays, and the words that they have to hear, in this order and nothing else. On the event
 * loop only.
 */
final class Wall {
  private static final Text SEATED = Text.of("pick 0");
  private static final Text LEFT = Text.of("unpick 0");
  private static final Pattern BEFORE =
      Pattern.compile("(pick|unpick|complete|cancel) \\d+|claimed \\d+ \\d+");

  private final Recorder recorder;
  private final int displays;
  private final Word[] words;
  private Runnable onRoom = () -> {};
  private boolean watched;
  private long spoken;
  private long reachedAll;
  private int seatedFor;

  /** A word on its way to everybody. */
  private static final class Word {
    private final Text text = new Text();
    private int heardBy;
    private long dueNanos;
    private boolean timed;
  }

  /**
   * @param room how many words may be on their way at once
   */
  Wall(Recorder recorder, int displays, int room) {
    this.recorder = recorder;
    this.displays = displays;
    this.words = new Word[room];
    for (int i = 0; i < room; i++) {
      words[i] = new Word();
    }
  }

  void onRoom(Runnable listener) {
    onRoom = listener;
  }

  /** Whether all displays know that somebody sits at table 0. */
  boolean isSeated() {
    return seatedFor == displays;
  }

  /** From now on displays hear what was announced and nothing else. */
  void watch() {
    watched = true;
  }

  boolean hasRoom() {
    return spoken - reachedAll < words.length;
  }

  boolean isQuiet() {
    return spoken == reachedAll;
  }

  /** How many displays have not heard the oldest word that is still on its way, and what it is. */
  String missing() {
    if (isQuiet()) {
      return "no display";
    }
    Word oldest = word(reachedAll);
    return displays
        - oldest.heardBy
        + " of "
        + displays
        + " displays to hear `"
        + oldest.text
        + "`";
  }

  /**
   * The next word is on its way.
   *
   * @param timed whether it is part of the figures
   */
  Text announce(long dueNanos, boolean timed) {
    Word word = word(spoken++);
    word.heardBy = 0;
    word.dueNanos = dueNanos;
    word.timed = timed;
    return word.text.clear();
  }

  private Word word(long number) {
    return words[(int) (number % words.length)];
  }

  Display display() {
    return new Display();
  }

  /** One display on the wall. */
  final class Display implements Ear {
    private boolean open;
    private boolean seated;
    private long next;

    boolean isOpen() {
      return open;
    }

    @Override
    public void opened(Line line) {
      open = true;
    }

    @Override
    public void heard(Text text, long nowNanos) throws WrongAnswer {
      recorder.delivered();
      if (!watched) {
        hearBefore(text);
        return;
      }
      if (next == spoken) {
        throw WrongAnswer.of("nothing, as nobody had said more", text);
      }
      Word word = word(next++);
      if (!text.is(word.text)) {
        throw WrongAnswer.of(word.text.toString(), text);
      }
      word.heardBy++;
      if (word.heardBy == displays) {
        reachedAll++;
        if (word.timed) {
          recorder.reachedAll(word.dueNanos, nowNanos);
        }
        onRoom.run();
      }
    }

    /** How things stand before anything is announced, of which only the form is known. */
    private void hearBefore(Text text) throws WrongAnswer {
      if (!BEFORE.matcher(text.toString()).matches()) {
        throw WrongAnswer.of("pick …, unpick …, claimed …, complete … or cancel …", text);
      }
      boolean before = seated;
      seated = (before || text.is(SEATED)) && !text.is(LEFT);
      seatedFor += (seated ? 1 : 0) - (before ? 1 : 0);
    }
  }
}
