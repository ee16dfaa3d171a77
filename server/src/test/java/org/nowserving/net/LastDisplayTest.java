package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.floor.Send;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.MessageWriter;

/**
 * When what a turn tells displays counts as heard by the last of them. Each device here has an
 * event loop of its own.
 */
@ExtendWith(LeakCheck.class)
class LastDisplayTest {
  private static final ServerMessage WORD = new DisplayEvent.Picked(new TableNumber(1));
  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final CountingMeter meter = new CountingMeter();
  private final Devices devices =
      new Devices(new MessageWriter(ClaimedOrder.TICKET_TABLE), new Inbox(1_000), meter);
  private final List<EmbeddedDevice> displays = new ArrayList<>();
  private final List<ConnectionId> everyone = new ArrayList<>();

  private EmbeddedDevice display() {
    return display(NetSettings.Sizes.USUAL.outboundBytes());
  }

  private EmbeddedDevice display(int outboundBytes) {
    EmbeddedDevice display = new EmbeddedDevice(devices, Endpoint.DISPLAY, outboundBytes);
    displays.add(display);
    everyone.add(display.id);
    return display;
  }

  /** Tells all of them something that was decided an hour ago. */
  private void tell() {
    say(new Send.ToMany(List.copyOf(everyone), WORD));
  }

  private void say(Send... turn) {
    devices.say(List.of(turn), System.nanoTime() - HOUR_NANOS);
    displays.forEach(display -> display.channel.runPendingTasks());
  }

  private void assertHeard(int times) {
    assertEquals(times, meter.displaysHeard.get());
  }

  @AfterEach
  void release() {
    displays.forEach(EmbeddedDevice::release);
  }

  @Test
  void aTurnCountsOnceFromTheDecisionOn() {
    display();
    display();
    say(
        new Send.ToMany(List.copyOf(everyone), WORD),
        new Send.ToMany(List.copyOf(everyone), WORD),
        new Send.ToMany(everyone.subList(0, 1), WORD));
    assertHeard(1);
    assertTrue(meter.displaysHeardNanos.get() >= HOUR_NANOS);
    assertTrue(meter.displaysHeardNanos.get() < 2 * HOUR_NANOS);
    tell();
    assertHeard(2);
    assertEquals(4, meter.broadcasts.get());
  }

  @Test
  void itWaitsForTheEventLoopThatComesLast() {
    EmbeddedDevice one = display();
    EmbeddedDevice other = display();
    devices.say(List.of(new Send.ToMany(List.copyOf(everyone), WORD)), System.nanoTime());
    one.channel.runPendingTasks();
    assertHeard(0);
    other.channel.runPendingTasks();
    assertHeard(1);
  }

  @Test
  void whatDisplaysDoNotHearDoesNotCount() {
    display();
    say(
        new Send.ToMany(List.copyOf(everyone), new StaffEvent.Taken(List.of())),
        new Send.ToOne(everyone.getFirst(), WORD),
        new Send.Welcome(everyone.getFirst(), List.of(WORD)));
    assertHeard(0);
    assertEquals(1, meter.broadcasts.get());
  }

  @Test
  void aDisplayWhoseSocketIsFullCountsWhenThatHasDrained() {
    EmbeddedDevice slow = display();
    display();
    slow.blocked = true;
    tell();
    assertHeard(0);
    tell();
    tell();
    assertHeard(0);
    slow.drain();
    assertHeard(3);
    tell();
    assertHeard(4);
    assertEquals(4, slow.writes.size());
  }

  @Test
  void aDisplayThatIsBehindIsOwedNoMoreForIt() {
    EmbeddedDevice slow = display();
    slow.blocked = true;
    for (int i = 0; i < 100; i++) {
      tell();
    }
    assertEquals(1, slow.marks, "each would count against what it may be owed");
    slow.drain();
    assertHeard(100);
    assertEquals(2, slow.marks);
  }

  @Test
  void aDisplayThatIsClosedBeforeItHasHeardIsWaitedForNoMore() {
    EmbeddedDevice slow = display();
    display();
    slow.blocked = true;
    tell();
    tell();
    assertHeard(0);
    slow.channel.close();
    slow.channel.runPendingTasks();
    assertHeard(2);
    everyone.removeFirst();
    tell();
    assertHeard(3);
  }

  @Test
  void whereAllAreClosedNothingIsCounted() {
    EmbeddedDevice only = display(4);
    tell();
    assertTrue(only.device.isOver(), "that was too much for it");
    assertHeard(0);
  }

  @Test
  void whereTheOnlyOneIsClosedWhileItIsBehindNothingIsCounted() {
    EmbeddedDevice only = display();
    only.blocked = true;
    tell();
    tell();
    only.channel.close();
    only.channel.runPendingTasks();
    assertHeard(0);
  }

  @Test
  void aDisplayThatIsStillBeingWelcomedIsWaitedFor() {
    EmbeddedDevice display = display();
    display.blocked = true;
    List<ServerMessage> story = Collections.nCopies(100, new StaffEvent.Taken(tables(1_000)));
    say(new Send.Welcome(display.id, story), new Send.ToMany(List.copyOf(everyone), WORD));
    assertTrue(display.device.isBeingWelcomed());
    display.drain();
    assertHeard(1);
    assertEquals("pick 1|", display.writes.getLast());
  }

  private static List<TableNumber> tables(int count) {
    List<TableNumber> tables = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tables.add(new TableNumber(i));
    }
    return tables;
  }

  @Test
  void anEventLoopThatHasStoppedIsNotWaitedFor() throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    Channel channel = new LocalChannel();
    group.register(channel).sync();
    ConnectionId id = devices.nextId();
    Device gone =
        new Device(id, Endpoint.DISPLAY, Optional.empty(), channel, devices, TestServer.SETTINGS);
    devices.join(gone, new Input.DisplayConnected(id));
    everyone.add(id);
    group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    display();
    tell();
    assertHeard(1);
  }
}
