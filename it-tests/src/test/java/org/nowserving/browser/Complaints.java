package org.nowserving.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What went wrong in pages, but for what a test said would. One thread. */
final class Complaints {
  private final List<String> all = new ArrayList<>();
  private final List<Pattern> tolerated = new ArrayList<>();

  void add(String complaint) {
    all.add(complaint);
  }

  void addAll(List<String> complaints) {
    all.addAll(complaints);
  }

  /** Also those that came before. */
  void tolerate(Pattern pattern) {
    tolerated.add(pattern);
  }

  /** In their order, without the tolerated ones. */
  List<String> list() {
    return all.stream()
        .filter(
            complaint -> tolerated.stream().noneMatch(pattern -> pattern.matcher(complaint).find()))
        .toList();
  }

  void assertNone() {
    List<String> complaints = list();
    if (!complaints.isEmpty()) {
      throw new AssertionError("the pages complained:\n" + String.join("\n", complaints));
    }
  }
}
