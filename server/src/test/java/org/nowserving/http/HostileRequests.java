package org.nowserving.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What pages of other sites, rebound names and clever clients may put into {@code Host} and {@code
 * Origin}: header lines that must never get anybody in. Every text is one byte a character, as on
 * the wire. Pure.
 *
 * @param port of the server
 */
record HostileRequests(int port) {
  /** A name that the server under test is told to go by. */
  static final String ALLOWED = "desk.example";

  private static final String EVIL = "evil.example";

  /** The header lines of one request, in order, each with its end. */
  record Variant(String lines) {
    @Override
    public String toString() {
      return lines.strip().replace("\r\n", " | ");
    }
  }

  /** By what this server may be addressed: a case of its own for each way to spell one. */
  List<String> ownPlaces() {
    return Stream.of("localhost", "127.0.0.1", ALLOWED, ALLOWED.toUpperCase(Locale.ROOT), "[::1]")
        .map(host -> host + ":" + port)
        .toList();
  }

  List<Variant> all() {
    List<Variant> all = new ArrayList<>();
    for (String place : ownPlaces()) {
      String host = "Host: " + place + "\r\n";
      String own = "http://" + place;
      for (String origin : foreignOrigins(place.substring(0, place.lastIndexOf(':')), place)) {
        all.add(new Variant(host + "Origin: " + origin + "\r\n"));
      }
      for (String origins : severalOrigins(own)) {
        all.add(new Variant(host + origins));
        all.add(new Variant(origins + host));
      }
    }
    for (String host : foreignHosts()) {
      all.add(new Variant("Host: " + host + "\r\n"));
      all.add(new Variant("Host: " + host + "\r\nOrigin: http://" + host + "\r\n"));
      all.add(new Variant("Host: " + host + "\r\nOrigin: http://localhost:" + port + "\r\n"));
      all.add(new Variant("Host: " + host + "\r\nX-Forwarded-Host: localhost:" + port + "\r\n"));
    }
    for (String hosts : severalHosts()) {
      all.add(new Variant(hosts));
      all.add(new Variant(hosts + "Origin: http://localhost:" + port + "\r\n"));
    }
    return all;
  }

  /**
   * @param place the host and the port
   */
  private List<String> foreignOrigins(String host, String place) {
    List<String> origins = new ArrayList<>(List.of("", "null", "NULL", "*", "file://", EVIL));
    origins.addAll(otherSchemes(place));
    otherHosts(host).forEach(other -> origins.add("http://" + other + ":" + port));
    otherHosts(host).forEach(other -> origins.add("https://" + other));
    otherPorts().forEach(other -> origins.add("http://" + host + other));
    otherPorts().forEach(other -> origins.add("https://" + host + other));
    for (String user : List.of("@", "user@", "user:word@", EVIL + "@", EVIL + ":80@", ":@")) {
      origins.add("http://" + user + place);
    }
    for (String end :
        List.of("@" + EVIL, "/", "/staff", "?", "?x", "#", "#x", ";", "\\", "%2f", "%00", "/../")) {
      origins.add("http://" + place + end);
    }
    for (String blank : List.of("\u000b", "\f", "\u0001", "\u007f", "\u00a0", "\u0085", "\u00ad")) {
      origins.add(blank + "http://" + place);
      origins.add("http://" + place + blank);
    }
    for (String gap : List.of(" ", "\t", "\0", "\r", " , ")) {
      origins.add("http://" + gap + place);
      origins.add("http" + gap + "://" + place);
      origins.add("http://" + host + gap + ":" + port);
      origins.add("http://" + host + ":" + gap + port);
      origins.add("http://" + place + gap + "http://" + EVIL);
      origins.add("http://" + EVIL + gap + "http://" + place);
    }
    origins.add("http://" + place + ",http://" + place);
    origins.add("\"http://" + place + "\"");
    origins.add("<http://" + place + ">");
    return origins;
  }

  private static List<String> otherSchemes(String place) {
    return List.of(
        place,
        "//" + place,
        "://" + place,
        "http:" + place,
        "http:/" + place,
        "http:///" + place,
        "http:\\\\" + place,
        "httpx://" + place,
        "xhttp://" + place,
        "ws://" + place,
        "WSS://" + place,
        "ftp://" + place,
        "file://" + place,
        "app://" + place,
        "chrome-extension://" + place,
        "moz-extension://" + place,
        "blob:http://" + place,
        "view-source:http://" + place,
        "http://",
        "https://");
  }

  /** Hosts that look like this one, without a port. */
  private static List<String> otherHosts(String host) {
    return Stream.of(
            EVIL,
            EVIL.toUpperCase(Locale.ROOT),
            "evil" + host,
            "evil-" + host,
            "evil." + host,
            "www." + host,
            "." + host,
            host + ".",
            host + "..",
            host + "evil",
            host + "-evil.example",
            host + "." + EVIL,
            host + "." + EVIL.toUpperCase(Locale.ROOT),
            host.substring(1),
            host.substring(0, host.length() - 1),
            host.replace('.', '-') + "x",
            "xn--" + host,
            "xn--lclhost-0ya",
            "xn--desk-example-0ya",
            utf8("lоcalhost"), // a Cyrillic o
            utf8("des\u212a.example"), // the sign of kelvin, which in lower case is a k
            utf8("ｌocalhost"),
            "loc%61lhost",
            "desk%2eexample",
            "0.0.0.0",
            "127.1",
            "127.0.0.2",
            "127.0.0.1.nip.io",
            "0177.0.0.1",
            "0x7f000001",
            "2130706433",
            "[::ffff:127.0.0.1]",
            "[::2]",
            "[::1%25lo]",
            "[[::1]]",
            "::1")
        .toList();
  }

  /** What may stand in the place of our port, with what leads to it. */
  private List<String> otherPorts() {
    return Stream.of(
            "",
            ":",
            ":0",
            ":80",
            ":443",
            ":" + (port - 1),
            ":" + (port + 1),
            ":0" + port,
            ":" + port + "0",
            ":" + port / 10,
            ":+" + port,
            ":-" + port,
            ":" + (port + 65_536),
            ":" + port + ".0",
            ":" + port + ":" + port,
            "::" + port,
            ";" + port,
            ":0x" + Integer.toHexString(port),
            ":"
                + utf8(String.valueOf(port).replace("1", "१").replace("2", "२").replace("3", "３"))
                + "x",
            ":http")
        .toList();
  }

  private static List<String> severalOrigins(String own) {
    String evil = "http://" + EVIL;
    return List.of(
        "Origin: " + own + "\r\nOrigin: " + own + "\r\n",
        "Origin: " + own + "\r\norigin: " + own + "\r\n",
        "Origin: " + own + "\r\nOrigin: " + evil + "\r\n",
        "Origin: " + evil + "\r\nORIGIN: " + own + "\r\n",
        "Origin: " + own + "\r\nOrigin: null\r\n",
        "Origin: " + own + "\r\nOrigin:\r\n",
        "Origin:\r\nOrigin: " + own + "\r\n",
        "Origin: " + own + "\r\nOrigin: " + own + "\r\nOrigin: " + own + "\r\n",
        "Origin: " + own + "\r\n ." + EVIL + "\r\n", // continued on the next line, as it once was
        "Origin: " + evil + "\r\n\t" + own + "\r\n",
        "Origin: " + own + "\r\nOrigin : " + evil + "\r\n",
        "Origin : " + evil + "\r\n",
        "Origin\t: " + evil + "\r\n",
        "origin: " + evil + "\r\nSec-WebSocket-Origin: " + own + "\r\n");
  }

  private List<String> foreignHosts() {
    List<String> hosts = new ArrayList<>();
    for (String own : List.of("localhost", ALLOWED)) {
      for (String other : otherHosts(own)) {
        // An address is nobody's name, so no name server can let it point here.
        if (!List.of("0.0.0.0", "127.0.0.2", "[::ffff:127.0.0.1]", "[::2]", "[::1%25lo]")
            .contains(other)) {
          hosts.add(other + ":" + port);
        }
      }
      String place = own + ":" + port;
      for (String user : List.of("@", "user@", "user:word@", EVIL + "@")) {
        hosts.add(user + place);
      }
      for (String end : List.of("@" + EVIL, "/", "/x", "?x", "#x", "\\", "%00", ", " + place)) {
        hosts.add(place + end);
      }
      for (String blank : List.of("\u000b", "\f", "\u0001", "\u007f", "\u00a0", "\0", "\r")) {
        hosts.add(blank + place);
        hosts.add(place + blank);
      }
      for (String end :
          List.of(":", ":x", ":-1", ":65536", ":99999", ":0" + port, " :80", ": 80")) {
        hosts.add(own + end);
      }
      hosts.add("http://" + place);
      hosts.add("//" + place);
    }
    hosts.addAll(List.of("", EVIL, ":" + port, "*", "evil.local", "[" + EVIL + "]", "[127.0.0.1]"));
    hosts.addAll(List.of("[::1", "::1]", "[::1]." + EVIL, "[::1]x", "[]", "[", "127.0.0.1."));
    return hosts;
  }

  private List<String> severalHosts() {
    String own = "Host: localhost:" + port + "\r\n";
    String evil = "Host: " + EVIL + ":" + port + "\r\n";
    return List.of(
        "",
        "X-Forwarded-Host: localhost\r\n",
        own + own,
        own + evil,
        evil + own,
        own + "host: localhost\r\n",
        "HOST:\r\n" + own,
        own + "Host : " + EVIL + "\r\n",
        "Host : localhost:" + port + "\r\n",
        evil + " localhost\r\n");
  }

  /** The bytes of this text, one a character. */
  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
