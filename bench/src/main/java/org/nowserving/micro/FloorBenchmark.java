package org.nowserving.micro;

import java.util.concurrent.TimeUnit;
import org.nowserving.floor.Decision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * An input is decided and applied, by a floor with ten staff members at their tables and three
 * displays. What stays small stays so: whoever arrives is served. One thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FloorBenchmark {
  private final BusyDay day = new BusyDay();

  /** {@code new}, {@code accept} and {@code complete}, and the store's word on them. */
  @Benchmark
  public Decision visit() {
    return day.visit();
  }

  /** A {@code new} that is decided again and again and never happens. */
  @Benchmark
  public Decision decideNew() {
    return day.decideNew();
  }

  /** The same for an {@code accept}. */
  @Benchmark
  public Decision decideAccept() {
    return day.decideAccept();
  }

  /** The same for a {@code complete}. */
  @Benchmark
  public Decision decideComplete() {
    return day.decideComplete();
  }

  /** An {@code accept} of what another one serves. */
  @Benchmark
  public Decision refusedAccept() {
    return day.refusedAccept();
  }
}
