package org.nowserving.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A page with marks between which a program writes its tables; the rest of it is written by people
 * and stays as it is. Any thread, one at a time.
 *
 * @param writer the program that the marks name
 */
record MarkedPage(Path path, String writer) {
  private static final String BEGIN = "<!-- table: ";
  private static final String END = "<!-- end of table -->";

  /** Whether the page has a place for each table; half an hour is too long to find out after. */
  void check(List<String> names) throws IOException {
    String text = Files.readString(path);
    for (String name : names) {
      replace(text, name, "");
    }
  }

  /** Puts each table where its mark is. */
  void write(Map<String, String> tables) throws IOException {
    String text = Files.readString(path);
    for (Map.Entry<String, String> table : tables.entrySet()) {
      text = replace(text, table.getKey(), table.getValue());
    }
    Files.writeString(path, text);
  }

  private String replace(String page, String name, String table) throws IOException {
    String begin = BEGIN + name + ", written by " + writer + " -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(END, from + begin.length());
    int another = page.indexOf(BEGIN, from + begin.length());
    if (from < 0 || to < 0 || (another >= 0 && another < to)) {
      throw new IOException("the page has no place for the table: " + begin + " … " + END);
    }
    return page.substring(0, from + begin.length()) + "\n\n" + table + "\n" + page.substring(to);
  }
}
