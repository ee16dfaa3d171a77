package org.nowserving;

/** The program's entry. Called by the Java runtime only. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("nowserving " + version());
  }

  /** The version that stands in the jar's manifest; classes that are not in a jar have none. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }
}
