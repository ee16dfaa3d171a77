package org.nowserving.micro;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Verb;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.MessageWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A message becomes a line. One thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriterBenchmark {
  private final MessageWriter writer = new MessageWriter(ClaimedOrder.TICKET_TABLE);
  private final StringBuilder text = new StringBuilder();
  private final ServerMessage signedIn = new Reply.SignedIn(ticket(Optional.empty()));
  private final ServerMessage claimedTicket =
      new StaffEvent.Claimed(ticket(Optional.of(new StaffName("StaffMember"))));
  private final ServerMessage claimedNumbers =
      new DisplayEvent.Claimed(new TicketId(1_234), new TableNumber(3));
  private final ServerMessage refusal = Reply.Refused.of(Verb.ACCEPT, Rejection.ALREADY_CLAIMED);

  private static Ticket ticket(Optional<StaffName> staff) {
    return new Ticket(
        new TicketId(1_234),
        new Email("example@example.com"),
        new PersonName("Example Name"),
        staff,
        Instant.parse("2019-10-01T04:12:19Z"),
        Optional.empty());
  }

  @Benchmark
  public String successNew() {
    return writer.text(signedIn);
  }

  @Benchmark
  public String claimedToStaff() {
    return writer.text(claimedTicket);
  }

  /** The same into a text that is used again and again. */
  @Benchmark
  public StringBuilder claimedToStaffAppended() {
    text.setLength(0);
    writer.append(text, claimedTicket);
    return text;
  }

  @Benchmark
  public String claimedToDisplay() {
    return writer.text(claimedNumbers);
  }

  @Benchmark
  public String refusal() {
    return writer.text(refusal);
  }
}
