package org.nowserving.ops;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What libraries count, and which of it is shown: what an alert, a dashboard or somebody at night
 * looks at. They count three times as much, and every series costs whoever keeps them. Any thread.
 */
final class LibraryMeters implements AutoCloseable {
  private static final String GC_PAUSE = "jvm.gc.pause";
  private static final String MEMORY = "jvm.memory.used";
  private static final String BUFFERS = "netty.allocator.memory.used";
  private static final String LOG_LINES = "logback.events";

  private static final Set<String> SHOWN =
      Set.of(
          "hikaricp.connections",
          "hikaricp.connections.acquire",
          "hikaricp.connections.active",
          "hikaricp.connections.max",
          "hikaricp.connections.pending",
          "hikaricp.connections.timeout",
          "jvm.gc.live.data.size",
          "jvm.gc.max.data.size",
          "jvm.gc.memory.allocated",
          GC_PAUSE,
          MEMORY,
          "jvm.threads.live",
          LOG_LINES,
          BUFFERS,
          "process.cpu.usage",
          "process.files.max",
          "process.files.open",
          "process.start.time",
          "process.uptime",
          "system.cpu.usage",
          "system.load.average.1m");

  private static final Set<String> LEVELS = Set.of("info", "warn", "error");

  /** One series for each kind of collection, whatever its occasion. */
  private static final class PausesByKind implements MeterFilter {
    @Override
    public Meter.Id map(Meter.Id id) {
      return id.getName().equals(GC_PAUSE)
          ? id.replaceTags(Tags.of("action", String.valueOf(id.getTag("action"))))
          : id;
    }
  }

  private final MeterRegistry registry;
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final LogbackMetrics logLines = new LogbackMetrics();

  /**
   * @param ours what the names begin with that are no library's
   */
  LibraryMeters(MeterRegistry registry, String ours) {
    this.registry = registry;
    registry
        .config()
        .meterFilter(MeterFilter.denyUnless(id -> id.getName().startsWith(ours) || isShown(id)))
        .meterFilter(new PausesByKind());
    List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            garbage,
            logLines,
            new FileDescriptorMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics())
        .forEach(binder -> binder.bindTo(registry));
    ByteBufAllocatorMetric buffers =
        ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    watchBuffers("heap", buffers, ByteBufAllocatorMetric::usedHeapMemory);
    watchBuffers("direct", buffers, ByteBufAllocatorMetric::usedDirectMemory);
  }

  /**
   * As Micrometer's own binder does, whose names have no unit and whose labels change at a start.
   */
  private void watchBuffers(
      String memory,
      ByteBufAllocatorMetric buffers,
      ToDoubleFunction<ByteBufAllocatorMetric> used) {
    Gauge.builder(BUFFERS, buffers, used)
        .description("Memory that is kept for what comes from sockets and goes to them.")
        .baseUnit("bytes")
        .tag("memory", memory)
        .strongReference(true)
        .register(registry);
  }

  void watchPool(HikariDataSource pool) {
    pool.setMetricRegistry(registry);
  }

  private static boolean isShown(Meter.Id id) {
    return switch (id.getName()) {
      case MEMORY -> "heap".equals(id.getTag("area"));
      case LOG_LINES -> LEVELS.contains(String.valueOf(id.getTag("level")));
      case String name -> SHOWN.contains(name);
    };
  }

  @Override
  public void close() {
    logLines.close();
    garbage.close();
  }
}
