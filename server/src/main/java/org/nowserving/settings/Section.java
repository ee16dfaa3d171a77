package org.nowserving.settings;

/** What settings are grouped by, in the help and in docs/SETTINGS.md. Pure. */
public enum Section {
  NETWORK("The network"),
  DESK("The desk"),
  DATA("What is kept, and where"),
  DEVICES("Devices and limits"),
  INSIDE("Inside the server");

  private final String heading;

  Section(String heading) {
    this.heading = heading;
  }

  public String heading() {
    return heading;
  }
}
