package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.floor.Send;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.MessageWriter;

/** Devices that do and do not keep up with what they are told. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KeepUpTest {
  /** What the system takes in for a device that does not read, more or less. */
  private static final int SMALL = 4_096;

  private static final MessageWriter WRITER = new MessageWriter(ClaimedOrder.TICKET_TABLE);

  private static final List<TableNumber> BULK =
      IntStream.range(1_000_000, 1_001_000).mapToObj(TableNumber::new).toList();

  private static StaffEvent waiting(int ticket) {
    return new StaffEvent.Waiting(
        new Ticket(
            new TicketId(ticket),
            new Email("ann" + ticket + "@example.com"),
            new PersonName("Ann Example 🎟 " + ticket),
            Optional.empty(),
            Instant.EPOCH,
            Optional.empty()));
  }

  /** About 8 kB, so that not many are needed to fill what the system takes in. */
  private static StaffEvent bulky(int number) {
    List<TableNumber> tables = new ArrayList<>(BULK);
    tables.set(0, new TableNumber(number));
    return new StaffEvent.Taken(tables);
  }

  private static List<ServerMessage> bulky(int from, int to) {
    List<ServerMessage> messages = new ArrayList<>();
    for (int i = from; i < to; i++) {
      messages.add(bulky(i));
    }
    return messages;
  }

  private static List<ServerMessage> tickets(int from, int to) {
    List<ServerMessage> messages = new ArrayList<>();
    for (int i = from; i < to; i++) {
      messages.add(waiting(i));
    }
    return messages;
  }

  private static List<Send> toMany(List<ConnectionId> to, List<ServerMessage> messages) {
    List<Send> sends = new ArrayList<>();
    for (ServerMessage message : messages) {
      sends.add(new Send.ToMany(to, message));
    }
    return sends;
  }

  private static NetSettings settings(Duration drain, int outboundBytes) {
    NetSettings.Sizes usual = NetSettings.Sizes.USUAL;
    return new NetSettings(
        TestServer.SETTINGS.place(),
        new NetSettings.Sizes(
            usual.messageBytes(),
            usual.headBytes(),
            usual.bodyBytes(),
            outboundBytes,
            usual.commandsInFlight()),
        TestServer.times(TestServer.LONG, TestServer.LONG, TestServer.LONG, TestServer.LONG, drain),
        2);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aSlowReaderIsClosedAndAnotherOneHearsEverything(Transport transport) throws Exception {
    try (TestServer server = new TestServer(TestServer.SETTINGS, transport, 100);
        RawDevice slow = RawDevice.connect(server.address, "/staff", SMALL)) {
      ConnectionId slowId = server.connected();
      try (RawDevice quick = server.device("/staff")) {
        ConnectionId quickId = server.connected();
        int heard = 0;
        while (server.floor.isIdle()) { // until it hears that the slow one is gone
          server.floor.tell(toMany(List.of(slowId, quickId), bulky(heard, heard + 10)));
          for (int i = 0; i < 10; i++) {
            assertEquals(WRITER.text(bulky(heard++)), quick.hear());
          }
        }
        assertEquals(new Input.Disconnected(slowId), server.floor.heard());
        assertEquals(Ending.TOO_SLOW, server.meter.ending());
        slow.readToEnd(); // closed, though it never answered
        quick.say("unpick");
        assertEquals("success unpick", quick.hear());
        assertTrue(server.meter.messages.get() >= heard);
      }
    }
  }

  @Test
  void whoFallsALittleBehindHearsEverything() throws Exception {
    try (TestServer server = new TestServer();
        RawDevice device = RawDevice.connect(server.address, "/staff", SMALL)) {
      ConnectionId id = server.connected();
      server.floor.tell(toMany(List.of(id), tickets(0, 1_000))); // within the limit of 256 KiB
      for (int i = 0; i < 1_000; i++) {
        assertEquals(WRITER.text(waiting(i)), device.hear());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aLongWelcomeArrivesWholeAndWhatIsSaidMeanwhileComesAfterIt(Transport transport)
      throws Exception {
    try (TestServer server = new TestServer(TestServer.SETTINGS, transport, 100);
        RawDevice device = RawDevice.connect(server.address, "/staff", SMALL)) {
      ConnectionId id = server.connected();
      server.floor.tell(
          List.of(
              new Send.ToOne(id, new StaffEvent.Taken(List.of())),
              new Send.Welcome(id, tickets(0, 10_000)),
              new Send.ToOne(id, waiting(10_000))));
      server.floor.tell(toMany(List.of(id), tickets(10_001, 10_500)));
      server.floor.tell(
          List.of(
              new Send.Welcome(id, tickets(10_500, 20_000)),
              new Send.ToOne(id, new StaffEvent.Taken(List.of(new TableNumber(3))))));
      assertEquals("taken", device.hear());
      for (int i = 0; i < 20_000; i++) {
        assertEquals(WRITER.text(waiting(i)), device.hear());
      }
      assertEquals("taken 3", device.hear());
    }
  }

  @Test
  void anEmptyWelcomeHoldsNothingUp() throws Exception {
    try (TestServer server = new TestServer();
        RawDevice device = server.device("/display")) {
      ConnectionId id = server.connected();
      server.floor.tell(List.of(new Send.Welcome(id, List.of()), new Send.ToOne(id, waiting(1))));
      assertEquals(WRITER.text(waiting(1)), device.hear());
    }
  }

  @Test
  void aWelcomeOfWhichNothingIsTakenEnds() throws Exception {
    try (TestServer server = new TestServer(settings(Duration.ofMillis(300), 262_144));
        RawDevice device = RawDevice.connect(server.address, "/staff", SMALL)) {
      ConnectionId id = server.connected();
      server.floor.tell(List.of(new Send.Welcome(id, bulky(0, 4_000))));
      assertEquals(new Input.Disconnected(id), server.floor.heard());
      assertEquals(Ending.TOO_SLOW, server.meter.ending());
      device.readToEnd();
    }
  }

  @Test
  void whatQueuesBehindAWelcomeCounts() throws Exception {
    try (TestServer server = new TestServer();
        RawDevice device = RawDevice.connect(server.address, "/staff", SMALL)) {
      ConnectionId id = server.connected();
      server.floor.tell(List.of(new Send.Welcome(id, bulky(0, 4_000))));
      server.floor.tell(toMany(List.of(id), tickets(0, 2_000)));
      assertEquals(new Input.Disconnected(id), server.floor.heard());
      assertEquals(Ending.TOO_SLOW, server.meter.ending());
      device.readToEnd();
    }
  }

  @Test
  void pingsThatNobodyReadsTheAnswersOfCount() {
    ChannelOutboundHandlerAdapter blocked =
        new ChannelOutboundHandlerAdapter() {
          @Override
          public void flush(ChannelHandlerContext context) {
            // nothing ever gets through
          }
        };
    EmbeddedChannel channel = new EmbeddedChannel(blocked, new WebSocket13FrameEncoder(false));
    Inbox inbox = new Inbox(10);
    Devices devices = new Devices(WRITER, inbox, NetMeter.NONE);
    NetSettings limited = settings(TestServer.LONG, 1_000);
    Device device =
        new Device(
            new ConnectionId(1), Endpoint.STAFF, Optional.empty(), channel, devices, limited);
    device.pong(Unpooled.wrappedBuffer(new byte[125]));
    assertFalse(device.isOver());
    for (int i = 1; i < 10; i++) {
      device.pong(Unpooled.wrappedBuffer(new byte[125]));
    }
    assertTrue(device.isOver());
    channel.pipeline().remove(blocked);
    channel.flush();
    channel.finishAndReleaseAll();
  }

  @Test
  void nobodyHearsWhatIsForAConnectionThatIsGone() throws Exception {
    try (TestServer server = new TestServer();
        RawDevice device = server.device("/staff")) {
      ConnectionId id = server.connected();
      ConnectionId gone = new ConnectionId(999);
      server.floor.tell(
          List.of(
              new Send.ToOne(gone, waiting(1)),
              new Send.ToMany(List.of(gone), waiting(1)),
              new Send.Welcome(gone, tickets(0, 3)),
              new Send.ToMany(List.of(gone, id), waiting(2))));
      assertEquals(WRITER.text(waiting(2)), device.hear());
    }
  }

  @Test
  void aWordForManyReachesDevicesOfEveryEventLoop() throws Exception {
    try (TestServer server = new TestServer()) {
      List<RawDevice> devices = new ArrayList<>();
      List<ConnectionId> ids = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        devices.add(server.device("/display"));
        ids.add(server.connected());
      }
      server.floor.tell(toMany(ids, tickets(0, 3)));
      for (RawDevice device : devices) {
        for (int i = 0; i < 3; i++) {
          assertEquals(WRITER.text(waiting(i)), device.hear());
        }
        device.close();
      }
      assertInstanceOf(Input.Disconnected.class, server.floor.heard());
    }
  }

  @Test
  void aReplyThatNobodyAskedForCostsOneConnection() throws Exception {
    try (TestServer server = new TestServer();
        RawDevice device = server.device("/staff");
        RawDevice other = server.device("/staff")) {
      ConnectionId id = server.connected();
      ConnectionId otherId = server.connected();
      server.floor.tell(
          List.of(new Send.ToOne(id, new Reply.Unpicked()), new Send.ToOne(otherId, waiting(1))));
      assertEquals(WRITER.text(waiting(1)), other.hear());
      assertEquals(1011, device.closeCode());
      assertEquals(Ending.SERVER_FAULT, server.meter.ending());
    }
  }
}
