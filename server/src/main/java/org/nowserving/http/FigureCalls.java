package org.nowserving.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nowserving.store.Figures;
import org.nowserving.store.StoreException;

/** How the desk does; docs/FIGURES.md has every definition. Blocks: virtual threads only. */
final class FigureCalls {
  /** More would be a long list of hours; who wants a year has the history. */
  static final int DAYS_MAX = 31;

  private final Figures figures;
  private final DeskFacts desk;
  private final InstantSource clock;
  private final ClockHours hours;

  FigureCalls(Figures figures, DeskFacts desk, InstantSource clock) {
    this.figures = figures;
    this.desk = desk;
    this.clock = clock;
    this.hours = new ClockHours(desk.zone());
  }

  private record Span(Instant from, Instant to) {}

  ApiResponse show(ApiCall call) throws ApiRefusal, StoreException {
    Instant now = clock.instant();
    Span span = spanIn(new Values(call.query()), now);
    Figures.Report report =
        figures.over(
            new Figures.Range(
                span.from(), span.to(), hours.between(span.from(), span.to()), desk.longWait()));
    return ApiResponse.json(200, text(span, now, report));
  }

  private Span spanIn(Values values, Instant now) throws ApiRefusal {
    Optional<Instant> from = values.instant("from");
    Optional<Instant> to = values.instant("to");
    if (from.isEmpty() && to.isEmpty()) {
      return new Span(hours.dayOf(now), hours.dayAfter(now));
    }
    if (from.isEmpty() || to.isEmpty()) {
      throw ApiRefusal.badRequest("\"from\" and \"to\" go together; without both it is today");
    }
    // Events have whole microseconds.
    Span span =
        new Span(
            from.get().truncatedTo(ChronoUnit.MICROS), to.get().truncatedTo(ChronoUnit.MICROS));
    if (span.from().isAfter(span.to())) {
      throw ApiRefusal.badRequest("\"from\" is later than \"to\"");
    }
    // By the calendar, or else by the hour: October has an hour more, March one less.
    if (span.to().isAfter(hours.daysLater(span.from(), DAYS_MAX))
        && span.to().isAfter(span.from().plus(Duration.ofDays(DAYS_MAX)))) {
      throw ApiRefusal.badRequest("it is more than " + DAYS_MAX + " days from \"from\" to \"to\"");
    }
    return span;
  }

  private String text(Span span, Instant now, Figures.Report report) {
    Figures.Present present = report.present();
    Figures.Totals totals = report.totals();
    // The clock of the one who asked may be behind the one that opened it.
    Optional<Long> longest =
        present.waitingSince().map(since -> Math.max(0, Duration.between(since, now).toSeconds()));
    return Json.object(json ->
        json.text("from", span.from().toString())
            .text("to", span.to().toString())
            .text("timeZone", desk.zone().getId())
            .text("now", now.toString())
            .number("waiting", present.waiting())
            .number("serving", present.serving())
            .number("longestWaitSeconds", longest)
            .number("arrived", totals.arrived())
            .number("served", totals.served())
            .number("cancelled", totals.cancelled())
            .number("cancelledWaiting", totals.cancelledWaiting())
            .number("cancelledServing", totals.cancelledServing())
            .json("waitSeconds", spread(totals.waitTime()))
            .json("serviceSeconds", spread(totals.serviceTime()))
            .json(
                "serviceLevel",
                Json.object(level ->
                    level
                        .seconds("withinSeconds", desk.longWait())
                        .decimal("share", totals.kept())))
            .json(
                "hours",
                report.hours().stream()
                    .map(FigureCalls::text)
                    .collect(Collectors.joining(",", "[", "]"))));
  }

  private static String spread(Figures.Spread spread) {
    return Json.object(json ->
        json.decimal("median", seconds(spread.median())).decimal("p95", seconds(spread.p95())));
  }

  private static String text(Figures.Hour hour) {
    return Json.object(json ->
        json.text("from", hour.from().toString())
            .number("arrived", hour.arrived())
            .number("served", hour.served())
            .number("cancelled", hour.cancelled())
            .decimal("medianWaitSeconds", seconds(hour.medianWait())));
  }

  /** To the millisecond; what is between two tickets has no end of digits. */
  private static Optional<Double> seconds(Optional<Double> value) {
    return value.map(seconds -> Math.round(seconds * 1_000) / 1_000.0);
  }
}
