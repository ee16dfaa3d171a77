package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nowserving.accounts.LiveFloor;
import org.nowserving.accounts.MemoryAccounts;
import org.nowserving.accounts.PasswordHashing;
import org.nowserving.accounts.StaffAccounts;
import org.nowserving.accounts.StaffAccounts.SignIn;
import org.nowserving.accounts.Tokens;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.keys.TestKeys;
import org.nowserving.limits.LimitMeter;
import org.nowserving.limits.Limits;
import org.nowserving.limits.OutOfReach;
import org.nowserving.limits.Source;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Token;
import org.nowserving.store.Change;
import org.nowserving.store.History;
import org.nowserving.store.MemoryFigures;
import org.nowserving.store.Role;
import org.nowserving.store.StoreException;
import org.nowserving.store.Visitors;

/**
 * The whole API over a store in memory and the real floor: root is admin, alice and carol are
 * staff, all with one password; there is one device key.
 */
final class Bureau implements AutoCloseable {
  static final String SECRET = "correct horse battery";
  static final String DEVICE_KEY = "Bureau'sOnlyDeviceKey";

  static final DeskFacts DESK =
      new DeskFacts(
          "Passport \"Office\"",
          10,
          ZoneId.of("Europe/Zurich"),
          "ticket-table",
          Duration.ofMinutes(15),
          Duration.ofSeconds(30),
          () -> "abc123");

  final LiveFloor.Clock clock = new LiveFloor.Clock(Instant.parse("2026-03-02T08:00:00Z"));
  final LiveFloor floor = LiveFloor.started(clock);
  final MemoryAccounts kept = new MemoryAccounts();

  /** What the figures are worked out from; empty in the beginning. */
  final List<Change> changes = Collections.synchronizedList(new ArrayList<>());

  final ErasedVisitors visitors = new ErasedVisitors();
  final DeviceKeys keys;
  final Archive archive;
  final PasswordHashing hashing =
      new PasswordHashing(
          new PasswordHashing.Cost(64, 1, 1), 2, Duration.ofSeconds(30), new SecureRandom());
  final StaffAccounts staff;
  final Api api;

  Bureau(History history) {
    this(history, TestKeys.of(DEVICE_KEY));
  }

  Bureau(History history, DeviceKeys keys) {
    this(history, keys, new Limits(OutOfReach.LIMITS, LimitMeter.NONE));
  }

  Bureau(History history, Limits limits) {
    this(history, TestKeys.of(DEVICE_KEY), limits);
  }

  private Bureau(History history, DeviceKeys keys, Limits limits) {
    this.keys = keys;
    archive = new Archive(visitors, history, new MemoryFigures(changes), List::of);
    staff =
        new StaffAccounts(
            kept,
            floor.office(),
            hashing,
            new Tokens(new SecureRandom()),
            clock,
            Duration.ofHours(12));
    api = new Api(staff, keys, archive, floor.office(), limits.signInGuard(), DESK, clock);
    try {
      staff.add(new StaffName("root"), SECRET, Role.ADMIN);
      staff.add(new StaffName("alice"), SECRET, Role.STAFF);
      staff.add(new StaffName("carol"), SECRET, Role.STAFF);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  Token tokenOf(String name) {
    try {
      return assertInstanceOf(SignIn.Welcome.class, staff.signIn(name, SECRET)).token();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    floor.close();
  }

  /** A request by nobody, without a body. */
  static ApiRequest request(String method, String target) {
    return new ApiRequest(
        method,
        target,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Bytes.NONE,
        Source.NOWHERE);
  }

  static ApiRequest from(ApiRequest request, Source source) {
    return new ApiRequest(
        request.method(),
        request.target(),
        request.authorization(),
        request.cookie(),
        request.deviceCookie(),
        request.contentType(),
        request.body(),
        source);
  }

  static ApiRequest bearing(ApiRequest request, Token token) {
    return withAuthorization(request, "Bearer " + token.secret());
  }

  static ApiRequest withAuthorization(ApiRequest request, String... values) {
    return new ApiRequest(
        request.method(),
        request.target(),
        List.of(values),
        request.cookie(),
        request.deviceCookie(),
        request.contentType(),
        request.body(),
        request.source());
  }

  static ApiRequest withCookie(ApiRequest request, Token token) {
    return new ApiRequest(
        request.method(),
        request.target(),
        request.authorization(),
        Optional.of(token),
        request.deviceCookie(),
        request.contentType(),
        request.body(),
        request.source());
  }

  static ApiRequest withDeviceCookie(ApiRequest request, String value) {
    return new ApiRequest(
        request.method(),
        request.target(),
        request.authorization(),
        request.cookie(),
        Optional.of(value),
        request.contentType(),
        request.body(),
        request.source());
  }

  static ApiRequest sending(ApiRequest request, String json) {
    return sending(request, "application/json", json);
  }

  static ApiRequest sending(ApiRequest request, String contentType, String body) {
    return new ApiRequest(
        request.method(),
        request.target(),
        request.authorization(),
        request.cookie(),
        request.deviceCookie(),
        Optional.of(contentType),
        Bytes.of(body),
        request.source());
  }

  /** The body of an answer as text; a streamed one is read to its end. */
  static String text(ApiResponse response) {
    StringBuilder text = new StringBuilder();
    switch (response) {
      case ApiResponse.Whole whole -> whole.body().ifPresent(body -> append(text, body.bytes()));
      case ApiResponse.Kept kept -> append(text, kept.file().body().plain());
      case ApiResponse.Streamed streamed -> {
        try {
          for (Optional<Bytes> piece = streamed.pieces().next();
              piece.isPresent();
              piece = streamed.pieces().next()) {
            append(text, piece.get());
          }
        } catch (StoreException e) {
          throw new AssertionError(e);
        }
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Bytes bytes) {
    text.append(new String(bytes.array(), StandardCharsets.UTF_8));
  }

  /** Remembers who was erased, and forgets nobody else. */
  static final class ErasedVisitors implements Visitors {
    final List<Email> erased = Collections.synchronizedList(new ArrayList<>());
    volatile boolean away;

    @Override
    public Map<Email, PersonName> namesOf(Collection<Email> emails) {
      return Map.of();
    }

    @Override
    public int erase(Email email) throws StoreException {
      if (away) {
        throw new StoreException("the database is away");
      }
      erased.add(email);
      return 1;
    }
  }
}
