package org.nowserving.micro;

import java.util.concurrent.TimeUnit;
import org.nowserving.protocol.KioskCommand;
import org.nowserving.protocol.StaffCommand;
import org.nowserving.protocol.text.CommandParser;
import org.nowserving.protocol.text.Parsed;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A line becomes a command. One thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParserBenchmark {
  // Fields of an object, and not constants, which the compiler would work out beforehand.
  private final String signIn = "new example@example.com Example Name";
  private final String accented = "new jörg@example.com Jörg Müller-Lüdenscheidt";
  private final String query = "query example@example.com";
  private final String accept = "accept 1234";
  private final String pick = "pick 3 2Hq0mXbJ5v9sN1kTzLwR8cYfUeGd7aP4iQoVxMh6BtE";
  private final String malformed = "accept  1234";

  @Benchmark
  public Parsed<KioskCommand> kioskNew() {
    return CommandParser.kiosk(signIn);
  }

  @Benchmark
  public Parsed<KioskCommand> kioskNewWithAccents() {
    return CommandParser.kiosk(accented);
  }

  @Benchmark
  public Parsed<KioskCommand> kioskQuery() {
    return CommandParser.kiosk(query);
  }

  @Benchmark
  public Parsed<StaffCommand> staffAccept() {
    return CommandParser.staff(accept);
  }

  @Benchmark
  public Parsed<StaffCommand> staffPick() {
    return CommandParser.staff(pick);
  }

  @Benchmark
  public Parsed<StaffCommand> malformed() {
    return CommandParser.staff(malformed);
  }
}
