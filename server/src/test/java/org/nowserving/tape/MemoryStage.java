package org.nowserving.tape;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Credential;
import org.nowserving.floor.Floor;
import org.nowserving.floor.FloorSettings;
import org.nowserving.floor.Input;
import org.nowserving.floor.Moment;
import org.nowserving.floor.RequestId;
import org.nowserving.floor.Send;
import org.nowserving.loop.CommitNews;
import org.nowserving.loop.FloorLoop;
import org.nowserving.loop.Inbox;
import org.nowserving.loop.LoopLimits;
import org.nowserving.loop.LoopMeter;
import org.nowserving.loop.Office;
import org.nowserving.loop.Outbox;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.KioskCommand;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffCommand;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Token;
import org.nowserving.protocol.Verb;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.CommandParser;
import org.nowserving.protocol.text.MessageWriter;
import org.nowserving.protocol.text.Parsed;
import org.nowserving.store.Batch;
import org.nowserving.store.Change;
import org.nowserving.store.CommitOutcome;
import org.nowserving.store.MemoryJournal;
import org.nowserving.store.SessionId;
import org.nowserving.store.StoreException;

/**
 * Codec, floor and loop, with a store that finishes when it is told to and a clock that stands
 * still until then.
 */
final class MemoryStage implements Stage, Outbox {
  private static final StaffName ADMIN = new StaffName("Root");
  private static final Instant TOKENS_END = Instant.parse(MOMENT).plus(Duration.ofHours(12));

  private final MessageWriter writer = new MessageWriter(ClaimedOrder.TICKET_TABLE);
  private final Map<String, ConnectionId> connections = new HashMap<>();
  private final Map<ConnectionId, Endpoint> endpoints = new HashMap<>();
  private final Map<ConnectionId, List<String>> heard = new LinkedHashMap<>();
  private final Map<String, String> visitors = new HashMap<>();
  private final List<String> signedOut = new ArrayList<>();
  private MemoryJournal journal = new MemoryJournal();
  private long nanos;
  private long connectionCount;
  private @Nullable Batch submitted;
  private Inbox inbox;
  private Office office;
  private FloorLoop loop;

  MemoryStage() throws StoreException {
    inbox = new Inbox(1_000);
    office = new Office(inbox);
    loop = start();
  }

  private FloorLoop start() throws StoreException {
    FloorSettings settings =
        new FloorSettings(TABLES, GRACE, FloorSettings.Audience.KNOWN, WINDOW, 10_000);
    Floor floor = Floor.recover(settings, journal.recover(), now());
    return new FloorLoop(
        floor,
        inbox,
        batch -> submitted = batch,
        this,
        office,
        this::now,
        LoopLimits.DEFAULT,
        LoopMeter.NONE);
  }

  private Moment now() {
    return new Moment(Instant.parse(MOMENT), nanos);
  }

  @Override
  public void connect(String device, Endpoint endpoint, Optional<String> person) {
    ConnectionId id = new ConnectionId(connectionCount++);
    connections.put(device, id);
    endpoints.put(id, endpoint);
    heard.put(id, new ArrayList<>());
    inbox.put(
        switch (endpoint) {
          case STAFF -> new Input.StaffConnected(id, person.flatMap(this::credential));
          case KIOSK -> new Input.KioskConnected(id);
          case DISPLAY -> new Input.DisplayConnected(id);
        });
    loop.turn();
  }

  @Override
  public void say(String device, String line) {
    ConnectionId id = connections.get(device);
    if (id == null) {
      throw new IllegalArgumentException("not connected: " + device);
    }
    String text = TOKEN.matcher(line).replaceAll("token-of-$1");
    switch (endpoints.get(id)) {
      case STAFF -> staffSays(id, CommandParser.staff(text));
      case KIOSK -> kioskSays(id, CommandParser.kiosk(text));
      case DISPLAY -> inbox.put(new Input.Misspoken(id, CommandParser.display(text)));
      case null -> throw new IllegalArgumentException("no device: " + device);
    }
    loop.turn();
  }

  private void staffSays(ConnectionId id, Parsed<StaffCommand> parsed) {
    inbox.put(
        switch (parsed) {
          case Parsed.Refusal<StaffCommand>(var refused) -> new Input.Misspoken(id, refused);
          case Parsed.Understood<StaffCommand>(var command) ->
              switch (command) {
                case StaffCommand.Accept(var ticket) -> new Input.Accept(id, ticket);
                case StaffCommand.Cancel(var ticket) -> new Input.Cancel(id, ticket);
                case StaffCommand.Complete(var ticket) -> new Input.Complete(id, ticket);
                case StaffCommand.Unpick() -> new Input.Unpick(id);
                case StaffCommand.Pick(var table, var token) ->
                    new Input.Pick(id, table, claim(token));
              };
        });
  }

  private Input.Claim claim(Optional<Token> token) {
    if (token.isEmpty()) {
      return new Input.Claim.AsAtHandshake();
    }
    String secret = token.get().secret();
    return secret.startsWith("token-of-")
        ? credential(secret.substring("token-of-".length()))
            .<Input.Claim>map(Input.Claim.Shown::new)
            .orElseGet(Input.Claim.Unrecognised::new)
        : new Input.Claim.Unrecognised();
  }

  private Optional<Credential> credential(String person) {
    return person.equals("nobody") || signedOut.contains(person)
        ? Optional.empty()
        : Optional.of(new Credential(new StaffName(person), new SessionId(person), TOKENS_END));
  }

  private void kioskSays(ConnectionId id, Parsed<KioskCommand> parsed) {
    switch (parsed) {
      case Parsed.Refusal<KioskCommand>(var refused) -> inbox.put(new Input.Misspoken(id, refused));
      case Parsed.Understood<KioskCommand>(var command) -> {
        switch (command) {
          case KioskCommand.SignIn(var email, var name) ->
              inbox.put(new Input.SignIn(id, email, name));
          case KioskCommand.Query(var email) ->
              hear(
                  id,
                  visitors.containsKey(email.key())
                      ? "success query " + visitors.get(email.key())
                      : writer.text(Reply.Refused.of(Verb.QUERY, Rejection.VISITOR_UNKNOWN)));
        }
      }
    }
  }

  @Override
  public void drop(String device) {
    ConnectionId id = connections.remove(device);
    if (id != null) {
      inbox.put(new Input.Disconnected(id));
      heard.remove(id);
    }
    loop.turn();
  }

  @Override
  public void commit() {
    for (Batch batch = submitted; batch != null; batch = submitted) {
      submitted = null;
      if (!(journal.commit(batch) instanceof CommitOutcome.Stored)) {
        throw new IllegalStateException("the memory journal did not store");
      }
      for (Change change : batch.changes()) {
        if (change instanceof Change.TicketOpened opened) {
          visitors.put(opened.email().key(), opened.name().text());
        }
      }
      inbox.put(new CommitNews.Stored());
      loop.turn();
    }
  }

  @Override
  public void pass(Duration time) {
    nanos += time.toNanos();
    loop.turn();
  }

  @Override
  public void signOut(String person) {
    signedOut.add(person);
    inbox.put(new Input.SessionsEnded(List.of(new SessionId(person))));
    loop.turn();
  }

  @Override
  public void free(int table) {
    ask(id -> new Input.FreeTable(id, new TableNumber(table), ADMIN));
  }

  @Override
  public void callOff(long ticket) {
    ask(id -> new Input.CallOff(id, new TicketId(ticket), ADMIN));
  }

  @Override
  public void closeDay() {
    ask(id -> new Input.CloseDay(id, new Input.Closing.Everything(), Optional.of(ADMIN), 1_000));
  }

  private void ask(Function<RequestId, Input.OfficeRequest> request) {
    office.ask(request);
    loop.turn();
  }

  @Override
  public void restart() throws StoreException {
    submitted = null;
    connections.clear();
    heard.clear();
    journal = journal.successor();
    inbox = new Inbox(1_000);
    office = new Office(inbox);
    loop = start();
  }

  @Override
  public List<String> heard(String device, int expected) {
    List<String> lines = heard.get(connections.get(device));
    if (lines == null) {
      return List.of();
    }
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void close() {
    journal.close();
  }

  @Override
  public void say(List<Send> released, long decidedNanos) {
    for (Send send : released) {
      switch (send) {
        case Send.ToOne(var to, var message) -> hear(to, message);
        case Send.ToMany many -> many.recipients().forEach(id -> hear(id, many.message()));
        case Send.Welcome(var to, var messages) -> messages.forEach(message -> hear(to, message));
        case Send.Answer answer -> throw new IllegalStateException("the office is no device");
      }
    }
  }

  private void hear(ConnectionId to, ServerMessage message) {
    hear(to, writer.text(message));
  }

  private void hear(ConnectionId to, String text) {
    List<String> lines = heard.get(to);
    if (lines != null) {
      lines.add(text);
    }
  }

  @Override
  public void closeInDoubt(ConnectionId connection) {
    throw new IllegalStateException("nobody is in doubt on a tape");
  }
}
