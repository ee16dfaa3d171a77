package org.nowserving.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;

/** What /metrics says at one moment. */
public record Scrape(String page) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public static Scrape of(HttpClient http, URI operations)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(operations.resolve("/metrics")).timeout(PATIENCE).build();
    return new Scrape(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /**
   * The sum of the series of that name that have all of these labels, each written {@code
   * name="value"}.
   */
  public double sum(String name, String... labels) {
    return page.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Arrays.stream(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
