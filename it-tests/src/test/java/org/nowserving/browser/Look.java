package org.nowserving.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;

/**
 * What a page is looked at with. Immutable.
 *
 * @param width of the page, in CSS pixels
 * @param height of the part of it that is seen at once, in CSS pixels
 * @param touch whether a finger points
 * @param dark whether dark colours are preferred
 * @param forcedColours whether the system's own few colours replace the page's (high contrast)
 * @param still whether less motion is preferred
 * @param locale the preferred language, such as de-CH
 * @param timeZone of the machine, such as Europe/Zurich
 */
public record Look(
    int width,
    int height,
    boolean touch,
    boolean dark,
    boolean forcedColours,
    boolean still,
    String locale,
    String timeZone) {
  public static final Look DESK = of(1280, 800, false);
  public static final Look PHONE = of(390, 844, true);

  /** Upright, as a kiosk. */
  public static final Look TABLET = of(820, 1180, true);

  public static final Look WALL = of(1920, 1080, false);

  private static Look of(int width, int height, boolean touch) {
    return new Look(width, height, touch, false, false, false, "en-GB", "Europe/Zurich");
  }

  public Look sized(int cssWidth, int cssHeight) {
    return new Look(cssWidth, cssHeight, touch, dark, forcedColours, still, locale, timeZone);
  }

  public Look inTheDark() {
    return new Look(width, height, touch, true, forcedColours, still, locale, timeZone);
  }

  public Look inForcedColours() {
    return new Look(width, height, touch, dark, true, still, locale, timeZone);
  }

  public Look withLessMotion() {
    return new Look(width, height, touch, dark, forcedColours, true, locale, timeZone);
  }

  public Look speaking(String language) {
    return new Look(width, height, touch, dark, forcedColours, still, language, timeZone);
  }

  public Look in(String zone) {
    return new Look(width, height, touch, dark, forcedColours, still, locale, zone);
  }

  NewContextOptions options() {
    return new NewContextOptions()
        .setViewportSize(width, height)
        .setHasTouch(touch)
        .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT)
        .setForcedColors(forcedColours ? ForcedColors.ACTIVE : ForcedColors.NONE)
        .setReducedMotion(still ? ReducedMotion.REDUCE : ReducedMotion.NO_PREFERENCE)
        .setLocale(locale)
        .setTimezoneId(timeZone);
  }
}
