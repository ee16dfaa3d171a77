package org.nowserving.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the first visit to a page costs: heads and bodies of all answers over the wire, as the
 * browser counts them, with nothing kept from before. What goes over WebSockets is not in it.
 *
 * @param parts in the order in which they were asked for
 * @param visibleMillis from the beginning of the navigation until the element was to be seen
 */
public record PageWeight(List<Part> parts, double visibleMillis) {
  private static final String WHEN_VISIBLE =
      """
      selector => new Promise(done => {
        const look = () => document.querySelector(selector)?.checkVisibility()
          ? done(performance.now())
          : requestAnimationFrame(look);
        look();
      })
      """;

  /** One answer. */
  public record Part(String url, long bytes) {}

  public PageWeight {
    parts = List.copyOf(parts);
  }

  /** Of all parts together. */
  public long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /**
   * Opens a page and weighs it, until the network is quiet.
   *
   * @param selector of the element that a visitor waits for
   */
  public static PageWeight of(Window window, String address, String selector) {
    Page page = window.tab();
    Scales scales = new Scales(window.context().newCDPSession(page));
    page.navigate(
        window.url(address), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    double visibleMillis = ((Number) page.evaluate(WHEN_VISIBLE, selector)).doubleValue();
    page.waitForLoadState(LoadState.NETWORKIDLE);
    PageWeight weight = new PageWeight(scales.parts(), visibleMillis);
    page.close();
    return weight;
  }

  /** A line for the whole, and one for each part. */
  @Override
  public String toString() {
    return "%,d bytes, visible after %.0f ms%n".formatted(bytes(), visibleMillis)
        + parts.stream()
            .map(part -> "  %,9d  %s%n".formatted(part.bytes(), part.url()))
            .collect(Collectors.joining());
  }

  /** Counts what one page is sent. */
  private static final class Scales {
    private final Map<String, String> urls = new LinkedHashMap<>();
    private final Map<String, Long> bytes = new LinkedHashMap<>();

    Scales(CDPSession devtools) {
      devtools.on("Network.requestWillBeSent", this::asked);
      devtools.on(
          "Network.loadingFinished",
          event -> count(id(event), event.get("encodedDataLength").getAsDouble()));
      devtools.send("Network.enable");
      JsonObject disabled = new JsonObject();
      disabled.addProperty("cacheDisabled", true);
      devtools.send("Network.setCacheDisabled", disabled);
    }

    private void asked(JsonObject event) {
      urls.putIfAbsent(id(event), event.getAsJsonObject("request").get("url").getAsString());
      if (event.has("redirectResponse")) {
        count(
            id(event),
            event.getAsJsonObject("redirectResponse").get("encodedDataLength").getAsDouble());
      }
    }

    private void count(String request, double length) {
      bytes.merge(request, Math.round(length), Long::sum);
    }

    private static String id(JsonObject event) {
      return event.get("requestId").getAsString();
    }

    List<Part> parts() {
      return urls.entrySet().stream()
          .map(entry -> new Part(entry.getValue(), bytes.getOrDefault(entry.getKey(), 0L)))
          .toList();
    }
  }
}
