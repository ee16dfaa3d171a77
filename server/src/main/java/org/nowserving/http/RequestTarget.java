package org.nowserving.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a request goes, decoded: {@code /api/staff/Ren%C3%A9e?x=1}. Strict, because a lenient
 * decoder makes two addresses of one. Pure.
 *
 * @param segments what stands between the slashes of the path
 * @param query the parameters, each given once
 */
record RequestTarget(List<String> segments, Map<String, String> query) {

  static RequestTarget of(String target) throws ApiRefusal {
    if (!target.startsWith("/")) {
      throw malformed();
    }
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    List<String> segments = new ArrayList<>();
    // Decoded AFTER splitting: a slash in a name is no slash of the path.
    for (String segment : Route.segmentsOf(path)) {
      segments.add(decode(segment));
    }
    return new RequestTarget(segments, mark < 0 ? Map.of() : queryOf(target.substring(mark + 1)));
  }

  private static Map<String, String> queryOf(String text) throws ApiRefusal {
    Map<String, String> query = new LinkedHashMap<>();
    if (text.isEmpty()) {
      return query;
    }
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw ApiRefusal.badRequest("a query parameter has the form name=value");
      }
      // A plus is a space in what forms and most libraries send.
      String name = decode(pair.substring(0, equals).replace('+', ' '));
      String value = decode(pair.substring(equals + 1).replace('+', ' '));
      if (query.put(name, value) != null) {
        throw ApiRefusal.badRequest("a query parameter is given twice");
      }
    }
    return query;
  }

  /** Undoes the percent-encoding of UTF-8. */
  static String decode(String text) throws ApiRefusal {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(hexDigit(text, i + 1) << 4 | hexDigit(text, i + 2));
        i += 2;
      } else if (c >= ' ' && c < 0x7F) {
        bytes.write(c);
      } else {
        throw malformed();
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private static int hexDigit(String text, int index) throws ApiRefusal {
    int digit =
        index < text.length()
            ? "0123456789abcdef".indexOf(Character.toLowerCase(text.charAt(index)))
            : -1;
    if (digit < 0) {
      throw malformed();
    }
    return digit;
  }

  private static ApiRefusal malformed() {
    return ApiRefusal.badRequest("the address is malformed");
  }
}
