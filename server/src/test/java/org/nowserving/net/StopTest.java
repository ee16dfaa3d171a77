package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nowserving.floor.Input;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.limits.Limits;
import org.nowserving.limits.OutOfReach;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.MessageWriter;

@ExtendWith(LeakCheck.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class StopTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whoIsConnectedStillHearsTheAnswerButIsHeardNoMore() throws Exception {
    try (RawDevice device = server.device("/staff")) {
      server.connected();
      server.floor.keepAnswers();
      device.say("accept 1");
      assertInstanceOf(Input.Accept.class, server.floor.heard());
      server.server.stopAccepting();
      assertThrows(IOException.class, () -> new RawSocket(server.address));
      device.say("accept 2");
      server.floor.answer();
      assertEquals("success claimed 1", device.hear());
      server.server.goodbye();
      RawDevice.Frame goodbye = device.frame();
      assertEquals(RawDevice.CLOSE, goodbye.opcode());
      assertEquals(1001, goodbye.code());
      device.readToEnd();
      assertInstanceOf(Input.Disconnected.class, server.floor.heard());
      assertEquals(Ending.SERVER_STOPPING, server.meter.ending());
    }
  }

  @Test
  void whatIsBeingLookedUpForADeviceIsStillAnswered() throws Exception {
    try (RawDevice kiosk = server.device("/kiosk");
        RawDevice staff = server.device("/staff")) {
      server.connected();
      server.connected();
      CountDownLatch gate = server.store.halt();
      kiosk.say("query ann@example.com");
      staff.say("pick 3 alicetoken");
      while (server.devices.lookUps().get() < 2) {
        Thread.sleep(1);
      }
      server.server.stopAccepting();
      assertFalse(server.server.isQuiet());
      gate.countDown();
      assertEquals("success query Ann Example", kiosk.hear());
      assertInstanceOf(Input.Pick.class, server.floor.heard());
      while (!server.server.isQuiet()) {
        Thread.sleep(1);
      }
    }
  }

  @Test
  void aDeviceThatAnswersTheGoodbyeIsGoneWhenItReturns() throws Exception {
    NetSettings.Times patience =
        new NetSettings.Times(
            TestServer.LONG,
            TestServer.LONG,
            TestServer.LONG,
            TestServer.LONG,
            TestServer.LONG,
            TestServer.LONG,
            TestServer.LONG);
    try (TestServer patient = new TestServer(TestServer.with(patience));
        RawDevice device = patient.device("/display")) {
      patient.connected();
      AtomicBoolean answered = new AtomicBoolean();
      Thread polite =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  assertEquals(1001, device.closeCode());
                  answered.set(true); // BEFORE it answers: the server may be quick
                  device.send(RawDevice.WHOLE | RawDevice.CLOSE, new byte[] {3, (byte) 0xE9});
                  device.readToEnd();
                } catch (IOException broken) {
                  throw new AssertionError(broken);
                }
              });
      patient.server.stopAccepting();
      patient.server.goodbye();
      assertEquals(0, patient.server.connections(), "it returned while somebody was there");
      assertTrue(answered.get(), "the device was not waited for");
      polite.join();
      assertInstanceOf(Input.Disconnected.class, patient.floor.heard());
      assertEquals(0, patient.devices.size());
    }
  }

  @Test
  void aRequestThatIsBeingAnsweredGetsItsAnswerAndAnIdleOneEnds() throws Exception {
    try (RawSocket idle = new RawSocket(server.address);
        RawSocket busy = new RawSocket(server.address);
        RawSocket looked = new RawSocket(server.address)) {
      idle.send("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(200, idle.readAnswer().status());
      var gate = server.store.halt();
      looked.send(RawDevice.handshake("/staff", "Authorization: Bearer alicetoken\r\n"));
      // Answered AFTER the handshake before it on the other connection was begun.
      busy.send("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(200, busy.readAnswer().status());
      server.server.stopAccepting();
      idle.readToEnd();
      gate.countDown();
      looked.readToEnd();
      assertTrue(server.floor.isIdle());
    }
  }

  @Test
  void itMayBeClosedWithoutCeremonyAndTwice() throws Exception {
    try (RawDevice device = server.device("/kiosk")) {
      server.server.close();
      device.readToEnd();
      server.server.close();
    }
  }

  private static String failure(NetSettings.Place place, Transport transport) {
    NetSettings settings = new NetSettings(place, NetSettings.Sizes.USUAL, TestServer.TIMES, 1);
    Inbox inbox = new Inbox(10);
    FakeStore store = new FakeStore();
    Devices devices =
        new Devices(new MessageWriter(ClaimedOrder.TICKET_TABLE), inbox, NetMeter.NONE);
    try (WebSocketServer second =
        new WebSocketServer(
            settings,
            transport,
            inbox,
            devices,
            store,
            DeviceKeys.none(),
            store,
            EchoHttp::new,
            new Limits(OutOfReach.LIMITS, NetMeter.NONE),
            NetMeter.NONE)) {
      return String.valueOf(assertThrows(ListenException.class, second::start).getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aTakenPortIsSaidInOneSentence(Transport transport) {
    int port = server.address.getPort();
    assertEquals(
        "cannot listen on 127.0.0.1:"
            + port
            + ": the port is taken by another program (setting port)",
        failure(new NetSettings.Place("127.0.0.1", port, Set.of()), transport));
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void anAddressOfAnotherMachineIsSaidInOneSentence(Transport transport) {
    assertEquals(
        "cannot listen on 192.0.2.1:0: this machine has no such address (setting bind)",
        failure(new NetSettings.Place("192.0.2.1", 0, Set.of()), transport));
    // No label of a name may be that long: the machine says so itself and asks no server of names.
    String unknown = "x".repeat(64) + ".invalid";
    assertEquals(
        "cannot listen on " + unknown + ":0: that host name is not known (setting bind)",
        failure(new NetSettings.Place(unknown, 0, Set.of()), transport));
  }
}
