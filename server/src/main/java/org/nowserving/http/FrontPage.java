package org.nowserving.http;

import java.util.Map;
import java.util.Optional;

/** What a person sees who opens the server's address in a browser. Pure. */
final class FrontPage {
  private static final Bytes PAGE =
      Bytes.of(
          """
          <!DOCTYPE html>
          <html lang="en">
          <head><meta charset="utf-8"><title>Now Serving</title></head>
          <body>
          <h1>Now Serving</h1>
          <p>This server runs a walk-in service desk. It is up.</p>
          <p>Devices connect by WebSocket:</p>
          <ul>
          <li><code>/kiosk</code> where visitors sign in</li>
          <li><code>/staff</code> where staff see who waits</li>
          <li><code>/display</code> what hangs on the wall</li>
          </ul>
          <p>Programs use the JSON API under <code>/api/</code>. Both are described in <code>docs/PROTOCOL.md</code> and
          <code>docs/API.md</code>, which come with the program.</p>
          </body>
          </html>
          """);

  private FrontPage() {}

  static ApiResponse show(ApiCall call) {
    return new ApiResponse.Whole(
        200, Map.of(), Optional.of(new ApiResponse.Content("text/html; charset=utf-8", PAGE)));
  }
}
