package org.nowserving.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * The pictures of docs/screenshots. They are drawn anew with {@code -Dscreenshots.rewrite=true};
 * otherwise a test only sees that there would be something on them. The browser's own thread.
 */
public final class Screenshot {
  private static final Path FOLDER = Path.of("..", "docs", "screenshots");

  /** Of an empty page all are of one colour; a few words on a large one make more than this. */
  private static final double LEAST_SHARE_OF_OTHER_COLOURS = 0.0005;

  private Screenshot() {}

  /** Takes the part of the page that is seen, without animations and blinking. */
  public static void take(Page page, String name) throws IOException {
    page.evaluate("document.fonts.ready.then(() => undefined)");
    byte[] png =
        page.screenshot(new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED));
    if (isBlank(png)) {
      throw new AssertionError("nothing is to be seen on " + page.url() + " for " + name);
    }
    if (Boolean.getBoolean("screenshots.rewrite")) {
      Files.createDirectories(FOLDER);
      Files.write(FOLDER.resolve(name + ".png"), png);
    }
  }

  static boolean isBlank(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    Arrays.sort(pixels);
    int longest = 0;
    int from = 0;
    for (int at = 1; at <= pixels.length; at++) {
      if (at == pixels.length || pixels[at] != pixels[from]) {
        longest = Math.max(longest, at - from);
        from = at;
      }
    }
    return pixels.length - longest < pixels.length * LEAST_SHARE_OF_OTHER_COLOURS;
  }
}
