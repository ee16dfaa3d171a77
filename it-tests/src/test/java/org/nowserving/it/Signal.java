package org.nowserving.it;

import java.io.IOException;
import java.util.List;

/** What the operating system can do to a process of which only the number is known. Any thread. */
enum Signal {
  KILL,
  STOP,
  CONT;

  void send(long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder(List.of("kill", "-" + name(), String.valueOf(pid))).start();
    kill.getInputStream().readAllBytes();
    if (kill.waitFor() != 0) {
      throw new IOException("there is no process " + pid);
    }
  }
}
