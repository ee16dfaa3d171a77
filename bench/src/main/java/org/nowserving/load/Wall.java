package org.nowserving.load;

/**
 * All displays, and the words that they have to hear, in this order and nothing else. On the event
 * loop only.
 */
final class Wall {
  private final Recorder recorder;
  private final int displays;
  private final Word[] words;
  private Runnable onRoom = () -> {};
  private boolean watched;
  private long spoken;
  private long reachedAll;

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
    private boolean hasHeard;
    private long next;

    boolean isOpen() {
      return open;
    }

    /** Whether it has heard anything at all. */
    boolean hasHeard() {
      return hasHeard;
    }

    @Override
    public void opened(Line line) {
      open = true;
    }

    @Override
    public void heard(Text text, long nowNanos) throws WrongAnswer {
      recorder.delivered();
      hasHeard = true;
      if (!watched) {
        return; // how things stood before
      }
      if (next == spoken) {
        throw new WrongAnswer("a display heard what nobody said: `" + text + "`");
      }
      Word word = word(next++);
      if (!text.is(word.text)) {
        throw WrongAnswer.of(word.text.toString(), text);
      }
      word.heardBy++;
      if (word.heardBy == displays) {
        reachedAll++;
        if (word.timed) {
          recorder.reachedAll(nowNanos - word.dueNanos);
        }
        onRoom.run();
      }
    }
  }
}
