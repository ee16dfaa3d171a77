package org.nowserving.ops;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Meters in Prometheus' text format, without the gauges that Micrometer puts beside each histogram
 * and summary for the greatest value of late: each costs a series, and none can be added up or
 * looked at over another time than its own. Pure.
 */
final class Exposition {
  private static final String GREATEST = "_max";
  private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

  private Exposition() {}

  static String text(MetricSnapshots snapshots) {
    Set<String> greatest =
        snapshots.stream()
            .filter(one -> one instanceof HistogramSnapshot || one instanceof SummarySnapshot)
            .map(one -> name(one) + GREATEST)
            .collect(Collectors.toUnmodifiableSet());
    MetricSnapshots kept =
        new MetricSnapshots(
            snapshots.stream()
                .filter(one -> !(one instanceof GaugeSnapshot && greatest.contains(name(one))))
                .toList());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      WRITER.write(out, kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String name(MetricSnapshot snapshot) {
    return snapshot.getMetadata().getPrometheusName();
  }
}
