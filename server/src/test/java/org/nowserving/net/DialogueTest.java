package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.limits.OutOfReach;
import org.nowserving.limits.StoppedTime;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;

@ExtendWith(LeakCheck.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DialogueTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private static void say(RawDevice device, List<String> lines) throws Exception {
    ByteArrayOutputStream together = new ByteArrayOutputStream();
    for (String line : lines) {
      together.writeBytes(RawDevice.text(line));
    }
    device.sendBytes(together.toByteArray());
  }

  private static List<String> hear(RawDevice device, int count) throws Exception {
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String line = device.hear();
      heard.add(line.contains("{") ? line.substring(0, line.indexOf('{')).strip() : line);
    }
    return heard;
  }

  @Test
  void eachMessageIsAnsweredInItsPlace() throws Exception {
    try (RawDevice staff = server.device("/staff")) {
      say(
          staff,
          List.of(
              "pick 3 alicetoken",
              "accept 5",
              "",
              "pick 4",
              "dance",
              "complete 5",
              "cancel 6",
              "new a@b c",
              "pick 1 wrong",
              "unpick",
              "accept  5"));
      assertEquals(
          List.of(
              "success pick 3",
              "success claimed 5",
              "error the message is empty",
              "success pick 4",
              "error the command is unknown",
              "success complete 5",
              "success cancel 6",
              "error new this command is not for this device",
              "error pick the provided token does not belong to any staff member",
              "success unpick",
              "error accept the message is malformed"),
          hear(staff, 11));
      assertEquals(11, server.meter.answered.get());
    }
  }

  @Test
  void aPickSaysWhoItComesFrom() throws Exception {
    try (RawDevice staff = server.device("/staff")) {
      var id = server.connected();
      say(staff, List.of("pick 3 alicetoken", "pick 4 wrong", "pick 5"));
      assertEquals(
          List.of(
              new Input.Pick(id, new TableNumber(3), new Input.Claim.Shown(FakeStore.ALICE)),
              new Input.Pick(id, new TableNumber(4), new Input.Claim.Unrecognised()),
              new Input.Pick(id, new TableNumber(5), new Input.Claim.AsAtHandshake())),
          List.of(server.floor.heard(), server.floor.heard(), server.floor.heard()));
    }
  }

  @Test
  void whatFollowsAPickWaitsUntilItsTokenIsKnown() throws Exception {
    try (RawDevice staff = server.device("/staff");
        RawDevice other = server.device("/staff")) {
      server.connected();
      server.connected();
      var gate = server.store.halt();
      say(staff, List.of("pick 3 alicetoken", "accept 5"));
      other.say("unpick");
      assertInstanceOf(Input.Unpick.class, server.floor.heard());
      assertEquals("success unpick", other.hear());
      assertTrue(server.floor.isIdle());
      gate.countDown();
      assertInstanceOf(Input.Pick.class, server.floor.heard());
      assertInstanceOf(Input.Accept.class, server.floor.heard());
      assertEquals(List.of("success pick 3", "success claimed 5"), hear(staff, 2));
    }
  }

  @Test
  void aPickThatCannotBeResolvedIsRefusedInItsPlace() throws Exception {
    server.store.goAway();
    try (RawDevice staff = server.device("/staff")) {
      say(staff, List.of("accept 1", "pick 3 alicetoken", "accept 2"));
      assertEquals(
          List.of(
              "success claimed 1",
              "error pick the service is temporarily unavailable, nothing was changed",
              "success claimed 2"),
          hear(staff, 3));
    }
  }

  @Test
  void aQueryIsAnsweredInItsPlace() throws Exception {
    try (RawDevice kiosk = server.device("/kiosk")) {
      say(
          kiosk,
          List.of(
              "query ann@example.com",
              "new bob@example.com Bob",
              "query ANN@example.com",
              "query bob@example.com",
              "new carl@example.com Carl",
              "query nonsense",
              "accept 1"));
      assertEquals(
          List.of(
              "success query Ann Example",
              "success new",
              "success query Ann Example",
              "error query visitor email does not exist",
              "success new",
              "error query the email is not valid",
              "error accept this command is not for this device"),
          hear(kiosk, 7));
      assertEquals(7, server.meter.answered.get());
    }
  }

  @Test
  void aQueryRunsWhenNothingBeforeItIsUnansweredAndHoldsWhatComesAfter() throws Exception {
    try (RawDevice kiosk = server.device("/kiosk")) {
      server.connected();
      server.floor.keepAnswers();
      server.store.goAway(); // had it run too early, it would be refused
      say(
          kiosk,
          List.of("new bob@example.com Bob", "query ann@example.com", "new c@example.com C"));
      assertInstanceOf(Input.SignIn.class, server.floor.heard());
      // Its own ping comes back, so the frames before it have been through.
      kiosk.send(RawDevice.WHOLE | RawDevice.PING, new byte[0]);
      assertEquals(RawDevice.PONG, kiosk.frame().opcode());
      assertTrue(server.floor.isIdle());
      server.store.comeBack();
      server.floor.answer();
      assertEquals(
          List.of("success new", "success query Ann Example", "success new"), hear(kiosk, 3));
    }
  }

  @Test
  void aQueryWithoutAStoreIsRefused() throws Exception {
    server.store.goAway();
    try (RawDevice kiosk = server.device("/kiosk")) {
      kiosk.say("query ann@example.com");
      assertEquals(
          "error query the service is temporarily unavailable, nothing was changed", kiosk.hear());
      kiosk.say("new bob@example.com Bob");
      assertEquals(List.of("success new"), hear(kiosk, 1));
    }
  }

  @Test
  void oneKioskThatWaitsHoldsNobodyElse() throws Exception {
    var gate = server.store.halt();
    try (RawDevice waiting = server.device("/kiosk");
        RawDevice other = server.device("/kiosk")) {
      waiting.say("query ann@example.com");
      other.say("new bob@example.com Bob");
      assertEquals(List.of("success new"), hear(other, 1));
      gate.countDown();
      assertEquals(List.of("success query Ann Example"), hear(waiting, 1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'accept 1', error accept this command is not for this device",
    "'new a@b c', error new this command is not for this device",
    "'', error the message is empty",
    "hello, error the command is unknown",
  })
  void aDisplayHasNothingToSay(String line, String answer) throws Exception {
    try (RawDevice display = server.device("/display")) {
      display.say(line);
      assertEquals(answer, display.hear());
    }
  }

  @Test
  void noMoreThanSoManyCommandsAreInFlight() throws Exception {
    try (RawDevice staff = server.device("/staff")) {
      server.connected();
      server.floor.keepAnswers();
      List<String> commands = new ArrayList<>();
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        commands.add("accept " + i);
        answers.add("success claimed " + i);
      }
      say(staff, commands);
      for (int i = 0; i < 64; i++) {
        assertInstanceOf(Input.Accept.class, server.floor.heard());
      }
      server.floor.answer();
      assertEquals(answers, hear(staff, 1_000));
      assertEquals(64, server.floor.mostUnanswered());
    }
  }

  @Test
  void whatIsBehindTheLimitIsNotEvenRead() {
    EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
    Device device =
        new Device(
            new ConnectionId(1),
            Endpoint.STAFF,
            Optional.empty(),
            channel,
            server.devices,
            TestServer.SETTINGS);
    Inbox inbox = new Inbox(1_000);
    Dialogue dialogue =
        new StaffDialogue(
            device,
            inbox,
            NetMeter.NONE,
            64,
            new StoppedTime().limits(OutOfReach.LIMITS, NetMeter.NONE),
            server.store,
            StrangerDeadline.of(device, TestServer.LONG));
    for (int i = 0; i < 63; i++) {
      dialogue.hear("accept " + i);
    }
    assertTrue(channel.config().isAutoRead());
    dialogue.hear("accept 63");
    assertFalse(channel.config().isAutoRead());
    for (int i = 64; i < 100; i++) {
      dialogue.hear("accept " + i); // what one read had brought along
    }
    assertEquals(64, inbox.size());
    for (int i = 0; i < 36; i++) {
      device.hear(new Reply.Claimed(new TicketId(i)));
      assertFalse(channel.config().isAutoRead());
    }
    assertEquals(100, inbox.size());
    device.hear(new Reply.Claimed(new TicketId(36)));
    assertTrue(channel.config().isAutoRead());
    device.flush();
    channel.finishAndReleaseAll();
  }
}
