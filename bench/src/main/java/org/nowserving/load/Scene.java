package org.nowserving.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.nowserving.desk.Badge;

/**
 * Who takes part in a load. {@link #prepare} belongs to the thread that runs the load and may wait;
 * everything else happens on the event loop.
 */
abstract class Scene {
  static final String KIOSK = "/kiosk";
  static final String STAFF = "/staff";
  static final String DISPLAY = "/display";
  private static final Duration OPENING = Duration.ofMinutes(1);
  private static final Duration PREPARING = Duration.ofMinutes(2);

  /** How many kiosks, with how many commands each, open the tickets that staff are to serve. */
  private static final int KIOSKS = 32;

  private static final int KIOSK_DEPTH = 16;

  final Plan plan;
  final Stage stage;
  final Recorder recorder;

  private Scene(Plan plan, Stage stage) {
    this.plan = plan;
    this.stage = stage;
    this.recorder = stage.recorder();
  }

  static Scene of(Plan plan, Stage stage) {
    return switch (plan.workload()) {
      case NEW, REFUSED, QUERY, ECHO -> new Queueing(plan, stage);
      case SERVE -> new Serving(plan, stage);
      case WALL, FANOUT -> new Announcing(plan, stage);
      case IDLE -> new Idling(plan, stage);
    };
  }

  /** Opens what is needed and gets everybody to where they begin. */
  abstract void prepare() throws LoadException, InterruptedException;

  /** Those who speak while it is measured. */
  abstract List<? extends Caller> speakers();

  /** Whether there is nothing left to do. */
  abstract boolean isDone();

  /** What is not there yet of {@link #isQuiet}, in words for people. */
  String missing() {
    long waiting = speakers().stream().filter(caller -> !caller.isQuiet()).count();
    return "the last answers to " + waiting + " of " + speakers().size() + " connections";
  }

  /** Whether everything that was said was answered, and heard by all who had to hear it. */
  boolean isQuiet() {
    return speakers().stream().allMatch(Caller::isQuiet);
  }

  final void open(String path, List<? extends Caller> callers)
      throws LoadException, InterruptedException {
    stage.tell(() -> callers.forEach(caller -> stage.open(path, caller)));
    stage.await(
        callers.size() + " connections to " + path,
        OPENING,
        () -> callers.stream().allMatch(Caller::isOpen));
  }

  final void openDisplays(List<Wall.Display> displays) throws LoadException, InterruptedException {
    stage.tell(() -> displays.forEach(display -> stage.open(DISPLAY, display)));
    stage.await(
        displays.size() + " displays",
        OPENING,
        () -> displays.stream().allMatch(Wall.Display::isOpen));
  }

  /** Opens tickets, and waits until they are there. */
  final void openTickets(Tickets tickets, Visitors visitors, int count)
      throws LoadException, InterruptedException {
    Quota quota = new Quota(count);
    List<Kiosk> kiosks = new ArrayList<>();
    for (int i = 0; i < KIOSKS; i++) {
      kiosks.add(new Kiosk(recorder, KIOSK_DEPTH, visitors, tickets, quota));
    }
    open(KIOSK, kiosks);
    stage.tell(() -> kiosks.forEach(Caller::speak));
    stage.await(
        count + " tickets",
        PREPARING,
        () -> quota.isUsedUp() && kiosks.stream().allMatch(Caller::isQuiet));
  }

  /** Lets each say their first command, which is to pick a table, and waits for the answer. */
  final void seat(List<? extends Caller> staff) throws LoadException, InterruptedException {
    stage.tell(() -> staff.forEach(one -> one.owe(System.nanoTime())));
    stage.await("a table each", PREPARING, () -> staff.stream().allMatch(Caller::isQuiet));
  }

  final Badge badge(int number) throws LoadException {
    if (number >= plan.company().staff().size()) {
      throw new LoadException(
          "this needs "
              + plan.speakers().connections()
              + " staff members and was given "
              + plan.company().staff().size(),
          null);
    }
    return plan.company().staff().get(number);
  }

  /** Each by itself, answered one after the other. */
  private static final class Queueing extends Scene {
    private final List<Caller> callers = new ArrayList<>();
    private final Quota quota;

    Queueing(Plan plan, Stage stage) {
      super(plan, stage);
      quota = new Quota(plan.bounds().mostCommands());
    }

    @Override
    void prepare() throws LoadException, InterruptedException {
      int people = plan.speakers().connections() * plan.speakers().depth();
      if (plan.workload() == Workload.QUERY) {
        openTickets(new Tickets(false), Visitors.inOrder(people), people);
      }
      Visitors visitors = Visitors.jumping(plan.company().visitors());
      Tickets tickets = new Tickets(false);
      for (int i = 0; i < plan.speakers().connections(); i++) {
        callers.add(caller(i, people, visitors, tickets));
      }
      open(path(), callers);
    }

    private Caller caller(int number, int people, Visitors visitors, Tickets tickets) {
      int depth = plan.speakers().depth();
      return switch (plan.workload()) {
        case NEW -> new Kiosk(recorder, depth, visitors, tickets, quota);
        case QUERY -> new Asker(recorder, depth, people, number * depth, quota);
        case REFUSED -> Repeater.refused(recorder, depth, quota);
        case ECHO -> Repeater.echoed(recorder, depth, quota);
        case SERVE, WALL, FANOUT, IDLE -> throw new AssertionError("not one of these");
      };
    }

    private String path() {
      return switch (plan.workload()) {
        case NEW, QUERY -> KIOSK;
        case REFUSED -> STAFF;
        case ECHO -> "/echo";
        case SERVE, WALL, FANOUT, IDLE -> throw new AssertionError("not one of these");
      };
    }

    @Override
    List<? extends Caller> speakers() {
      return callers;
    }

    @Override
    boolean isDone() {
      return quota.isUsedUp() && isQuiet();
    }
  }

  /** Staff at their tables, all of whom hear of everything. */
  private static final class Serving extends Scene {
    private final Tickets tickets = new Tickets(true);
    private final List<Member> members = new ArrayList<>();

    Serving(Plan plan, Stage stage) {
      super(plan, stage);
    }

    @Override
    void prepare() throws LoadException, InterruptedException {
      for (int i = 0; i < plan.speakers().connections(); i++) {
        members.add(new Member(recorder, plan.speakers().depth(), i, badge(i), tickets));
      }
      open(STAFF, members);
      seat(members);
      openTickets(tickets, Visitors.jumping(plan.company().visitors()), plan.company().tickets());
      stage.await(
          "staff to hear of every ticket",
          PREPARING,
          () -> members.stream().allMatch(Member::hasHeardOfAll));
    }

    @Override
    List<? extends Caller> speakers() {
      return members;
    }

    @Override
    boolean isDone() {
      return members.stream().mapToInt(Member::completed).sum() == plan.company().tickets();
    }

    @Override
    boolean isQuiet() {
      return super.isQuiet() && (!isDone() || allHeardOfAllClaims());
    }

    @Override
    String missing() {
      long deaf = members.stream().filter(one -> !one.hasHeardOfAllClaims()).count();
      return super.missing() + (isDone() ? ", and " + deaf + " of them to hear of all claims" : "");
    }

    private boolean allHeardOfAllClaims() {
      return members.stream().allMatch(Member::hasHeardOfAllClaims);
    }
  }

  /** One whom all displays hear of. */
  private static final class Announcing extends Scene {
    private final Wall wall;
    private final List<Announcer> announcer = new ArrayList<>();

    Announcing(Plan plan, Stage stage) {
      super(plan, stage);
      wall = new Wall(recorder, plan.company().displays(), plan.speakers().depth());
    }

    @Override
    void prepare() throws LoadException, InterruptedException {
      List<Wall.Display> displays = new ArrayList<>();
      for (int i = 0; i < plan.company().displays(); i++) {
        displays.add(wall.display());
      }
      openDisplays(displays);
      Announcer one;
      if (plan.workload() == Workload.WALL) {
        Tickets tickets = new Tickets(true);
        one = Announcer.atDesk(recorder, plan.speakers().depth(), wall, badge(0), tickets);
        announcer.add(one);
        open(STAFF, announcer);
        seat(announcer);
        openTickets(tickets, Visitors.jumping(plan.company().visitors()), plan.company().tickets());
        stage.await("displays to hear who is seated", PREPARING, wall::isSeated);
      } else {
        Quota quota = new Quota(plan.bounds().mostCommands());
        one = Announcer.toBareServer(recorder, plan.speakers().depth(), wall, quota);
        announcer.add(one);
        open("/fanout", announcer);
      }
      Nudge nudge = new Nudge(stage, one);
      stage.tell(() -> {
        wall.onRoom(nudge::soon);
        wall.watch();
      });
    }

    @Override
    List<? extends Caller> speakers() {
      return announcer;
    }

    @Override
    boolean isDone() {
      return announcer.getFirst().isDone() && isQuiet();
    }

    @Override
    boolean isQuiet() {
      return super.isQuiet() && wall.isQuiet();
    }

    @Override
    String missing() {
      return super.missing() + ", and " + wall.missing();
    }
  }

  /** Lets a caller go on once after everything that is being read was read. */
  private static final class Nudge {
    private final Stage stage;
    private final Caller caller;
    private boolean coming;

    Nudge(Stage stage, Caller caller) {
      this.stage = stage;
      this.caller = caller;
    }

    void soon() {
      if (!coming) {
        coming = true;
        stage.later(
            () -> {
              coming = false;
              caller.nudge();
            },
            0);
      }
    }
  }

  /** Displays that hear nothing. */
  private static final class Idling extends Scene {
    Idling(Plan plan, Stage stage) {
      super(plan, stage);
    }

    @Override
    void prepare() throws LoadException, InterruptedException {
      Wall wall = new Wall(recorder, plan.company().displays(), 1);
      List<Wall.Display> displays = new ArrayList<>();
      for (int i = 0; i < plan.company().displays(); i++) {
        displays.add(wall.display());
      }
      openDisplays(displays);
    }

    @Override
    List<? extends Caller> speakers() {
      return List.of();
    }

    @Override
    boolean isDone() {
      return false;
    }
  }
}
