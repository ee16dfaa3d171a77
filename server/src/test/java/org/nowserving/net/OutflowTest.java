package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.floor.Send;
import org.nowserving.limits.Limit;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.MessageWriter;

/** In how many pieces a device is handed what one turn says, and when that is too much. */
@ExtendWith(LeakCheck.class)
class OutflowTest {
  private static final MessageWriter WRITER = new MessageWriter(ClaimedOrder.TICKET_TABLE);

  /** What {@link #word} takes: two bytes of header, and the text. */
  private static final int WORD_BYTES = 2 + "claimed 100 1".length();

  private final Inbox inbox = new Inbox(1_000);
  private final CountingMeter meter = new CountingMeter();
  private final Devices devices = new Devices(WRITER, inbox, meter);
  private final List<EmbeddedDevice> sockets = new ArrayList<>();

  private EmbeddedDevice socket() {
    return socket(NetSettings.Sizes.USUAL.outboundBytes());
  }

  private EmbeddedDevice socket(int outboundBytes) {
    EmbeddedDevice socket = new EmbeddedDevice(devices, Endpoint.STAFF, outboundBytes);
    sockets.add(socket);
    return socket;
  }

  private void say(Send... turn) {
    devices.say(List.of(turn), System.nanoTime());
    sockets.forEach(socket -> socket.channel.runPendingTasks());
  }

  private static ServerMessage word(int number) {
    return new DisplayEvent.Claimed(new TicketId(number), new TableNumber(1));
  }

  private static Send[] words(List<ConnectionId> to, int from, int until) {
    Send[] turn = new Send[until - from];
    for (int i = from; i < until; i++) {
      turn[i - from] = new Send.ToMany(to, word(i));
    }
    return turn;
  }

  @AfterEach
  void release() {
    sockets.forEach(EmbeddedDevice::release);
  }

  @Test
  void whatManyHearInATurnIsOneWriteEach() {
    EmbeddedDevice one = socket();
    EmbeddedDevice other = socket();
    say(words(List.of(one.id, other.id), 100, 400));
    for (EmbeddedDevice socket : sockets) {
      assertEquals(1, socket.writes.size());
      assertEquals(1, socket.flushes);
      assertEquals(300, socket.device.told());
    }
    assertEquals(600, meter.messages.get());
    assertEquals(600L * WORD_BYTES, meter.bytes.get());
  }

  @Test
  void itsOwnWordsAndWhatItIsLeftOutOfDivideThem() {
    EmbeddedDevice one = socket();
    EmbeddedDevice other = socket();
    List<ConnectionId> both = List.of(one.id, other.id);
    say(
        new Send.ToMany(both, word(0)),
        new Send.ToOne(one.id, word(1)),
        new Send.ToOne(one.id, word(2)),
        new Send.ToMany(both, Optional.of(one.id), word(3)),
        new Send.ToMany(both, word(4)),
        new Send.ToMany(List.of(one.id), word(5)),
        new Send.ToMany(both, word(6)),
        new Send.ToMany(both, Optional.of(one.id), word(7)),
        new Send.ToOne(one.id, word(8)));
    assertEquals(
        List.of(
            "claimed 0 1|",
            "claimed 1 1|claimed 2 1|",
            "claimed 4 1|",
            "claimed 5 1|",
            "claimed 6 1|",
            "claimed 8 1|"),
        one.writes);
    assertEquals(
        List.of("claimed 0 1|claimed 3 1|claimed 4 1|claimed 6 1|claimed 7 1|"), other.writes);
    assertEquals(1, one.flushes);
  }

  @Test
  void otherAudiencesInBetweenDivideNothing() {
    EmbeddedDevice staff = socket();
    EmbeddedDevice display = socket();
    List<ConnectionId> staffs = List.of(staff.id);
    List<ConnectionId> displays = List.of(display.id);
    Send[] turn = new Send[100];
    for (int i = 0; i < turn.length; i++) {
      turn[i] = new Send.ToMany(i % 2 == 0 ? staffs : displays, word(i));
    }
    say(turn);
    assertEquals(1, staff.writes.size());
    assertEquals(1, display.writes.size());
    assertEquals(50, display.device.told());
  }

  @Test
  void muchIsWrittenInSlicesOfWholeMessagesEachFlushed() {
    EmbeddedDevice socket = socket();
    List<TableNumber> tables = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      tables.add(new TableNumber(1_000 + i));
    }
    ServerMessage bulky = new StaffEvent.Taken(tables); // about 5 kB
    List<ConnectionId> audience = List.of(socket.id);
    Send[] turn = new Send[30];
    for (int i = 0; i < turn.length; i++) {
      // What is for many is more than one bulletin takes.
      turn[i] = i < 20 ? new Send.ToMany(audience, bulky) : new Send.ToOne(socket.id, bulky);
    }
    say(turn);
    String each = WRITER.text(bulky) + "|";
    assertEquals(each.repeat(30), String.join("", socket.writes));
    for (String write : socket.writes) {
      assertTrue(write.length() < Outflow.SLICE_BYTES + each.length(), "a slice and no more");
    }
    assertTrue(socket.flushes >= 7, "quick devices are not made to look slow");
    assertEquals(30, meter.messages.get());
  }

  @Test
  void theLimitIsTheSameHoweverTheWordsCome() {
    int limit = 100 * WORD_BYTES;
    for (int apiece : new int[] {1, 10, 101}) {
      for (boolean many : new boolean[] {true, false}) {
        EmbeddedDevice socket = socket(limit);
        socket.blocked = true;
        List<ConnectionId> to = List.of(socket.id);
        for (int next = 100; next < 200; next += Math.min(apiece, 100)) {
          say(turn(to, many, next, next + Math.min(apiece, 100)));
        }
        assertFalse(socket.device.isOver(), "all that it may be owed");
        assertEquals(100, socket.device.told());
        say(turn(to, many, 200, 200 + apiece));
        assertTrue(socket.device.isOver(), "a word more");
      }
    }
  }

  private static Send[] turn(List<ConnectionId> to, boolean many, int from, int until) {
    Send[] turn = words(to, from, until);
    for (int i = 0; !many && i < turn.length; i++) {
      turn[i] = new Send.ToOne(to.getFirst(), word(from + i));
    }
    return turn;
  }

  @Test
  void whoIsOwedTooMuchInOneTurnIsTooSlowAndNobodyElse() throws Exception {
    EmbeddedDevice slow = socket(100 * WORD_BYTES);
    slow.blocked = true;
    EmbeddedDevice quick = socket();
    say(words(List.of(slow.id, quick.id), 100, 201));
    assertEquals(Ending.TOO_SLOW, meter.ending());
    assertEquals(Limit.OUTBOUND_LIMIT_BYTES, meter.hit());
    assertTrue(slow.device.isOver());
    assertEquals(101, quick.device.told());
  }

  @Test
  void whatWasSaidGoesBeforeTheGoodbye() {
    EmbeddedDevice socket = socket();
    socket.device.hear(word(1));
    socket.device.end(Ending.SERVER_STOPPING);
    assertEquals("claimed 1 1|", socket.writes.getFirst());
    assertEquals(2, socket.writes.size());
  }

  @Test
  void wordsForAnEventLoopThatHasStoppedAreDropped() throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    Channel channel = new LocalChannel();
    group.register(channel).sync();
    ConnectionId id = devices.nextId();
    Device device =
        new Device(id, Endpoint.STAFF, Optional.empty(), channel, devices, TestServer.SETTINGS);
    devices.join(device, new Input.StaffConnected(id, Optional.empty()));
    group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    EmbeddedDevice socket = socket();
    say(words(List.of(id, socket.id), 100, 110));
    assertEquals(10, socket.device.told());
  }
}
