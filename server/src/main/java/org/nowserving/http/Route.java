package org.nowserving.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One call of the API: how it is addressed, who may make it and what it takes. Pure.
 *
 * @param pattern the path; a segment in braces is a word that the caller chooses
 * @param parameters the query parameters that it knows, none of them required
 * @param fields the fields of its JSON body, all of them required; without any there is no body
 * @param optionalFields those that may be left out of it
 */
record Route(
    String method,
    String pattern,
    Access access,
    Set<String> parameters,
    Set<String> fields,
    Set<String> optionalFields,
    ApiCall.Answering answering) {
  Route {
    parameters = Set.copyOf(parameters);
    // In the order in which they are written down, so that what is missing is always named in that
    // order.
    optionalFields = Set.copyOf(optionalFields);
    fields = Collections.unmodifiableSet(new LinkedHashSet<>(fields));
  }

  static Route get(String pattern, Access access, ApiCall.Answering answering) {
    return new Route("GET", pattern, access, Set.of(), Set.of(), Set.of(), answering);
  }

  static Route post(String pattern, Access access, ApiCall.Answering answering) {
    return new Route("POST", pattern, access, Set.of(), Set.of(), Set.of(), answering);
  }

  static Route put(String pattern, Access access, ApiCall.Answering answering) {
    return new Route("PUT", pattern, access, Set.of(), Set.of(), Set.of(), answering);
  }

  static Route delete(String pattern, Access access, ApiCall.Answering answering) {
    return new Route("DELETE", pattern, access, Set.of(), Set.of(), Set.of(), answering);
  }

  /** The same call, taking a JSON object with these fields. */
  Route taking(String... names) {
    return new Route(
        method,
        pattern,
        access,
        parameters,
        new LinkedHashSet<>(List.of(names)),
        optionalFields,
        answering);
  }

  /** The same call, whose JSON object may have these fields too. */
  Route maybeTaking(String... names) {
    return new Route(method, pattern, access, parameters, fields, Set.of(names), answering);
  }

  /** The same call, knowing these query parameters. */
  Route asking(String... names) {
    return new Route(method, pattern, access, Set.of(names), fields, optionalFields, answering);
  }

  /** HEAD is asked where GET is. */
  boolean takes(String requestMethod) {
    return method.equals(requestMethod) || (method.equals("GET") && requestMethod.equals("HEAD"));
  }

  List<String> methods() {
    return method.equals("GET") ? List.of("GET", "HEAD") : List.of(method);
  }

  /** The words that stand where the pattern has braces, or empty where the path is another one. */
  Optional<Map<String, String>> match(List<String> segments) {
    List<String> wanted = segmentsOf(pattern);
    if (wanted.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> words = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String want = wanted.get(i);
      String have = segments.get(i);
      if (want.startsWith("{") && !have.isEmpty()) {
        words.put(want.substring(1, want.length() - 1), have);
      } else if (!want.equals(have)) {
        return Optional.empty();
      }
    }
    return Optional.of(words);
  }

  /** What stands between the slashes of a path that begins with one. */
  static List<String> segmentsOf(String path) {
    List<String> segments = new ArrayList<>();
    int start = 1;
    for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
      segments.add(path.substring(start, slash));
      start = slash + 1;
    }
    segments.add(path.substring(start));
    return segments;
  }
}
