package org.nowserving.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.nowserving.floor.Credential;
import org.nowserving.floor.Input;
import org.nowserving.loop.Office;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Token;
import org.nowserving.store.Accounts;
import org.nowserving.store.Role;
import org.nowserving.store.SessionId;
import org.nowserving.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who works here and how they show it: the one place that knows passwords and tokens. Blocks on the
 * database and on hashing: every method is called from virtual threads only, any number of them at
 * once.
 *
 * <p>Whatever ends a session tells the floor BEFORE the method returns, so that who hears the
 * answer can rely on it.
 */
public final class StaffAccounts {
  private static final Logger log = LoggerFactory.getLogger(StaffAccounts.class);

  /** The member that the first start makes. */
  public static final StaffName FIRST_ADMIN = new StaffName("admin");

  /** How long the floor may take to answer before a removal is given up. */
  private static final Duration FLOOR_PATIENCE = Duration.ofSeconds(10);

  /** How long to wait before what the store did not answer is tried again. */
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  /** What became of a sign-in. */
  public sealed interface SignIn {
    /**
     * @param expiresAt when the token stops being valid, whole seconds
     * @param length how long that is from now
     */
    record Welcome(Token token, StaffName name, Role role, Instant expiresAt, Duration length)
        implements SignIn {}

    /** The name or the password is wrong; nobody is told which. */
    record Refused() implements SignIn {}
  }

  /** A staff member as others may see them. */
  public record Member(StaffName name, Role role) {}

  /** What became of a new member. */
  public sealed interface Addition {
    record Added() implements Addition {}

    record NameTaken() implements Addition {}

    /**
     * @param flaw a sentence for the one who chose it
     */
    record BadPassword(String flaw) implements Addition {}
  }

  /** What became of a removal. */
  public enum Removal {
    REMOVED,
    NO_SUCH_MEMBER,
    /** Nothing was changed: somebody must remain who can manage the staff. */
    LAST_ADMIN,
    /** Nothing was changed: they are serving a ticket. */
    STILL_SERVING,
    /** Nothing was changed: the server cannot store at present. */
    UNAVAILABLE,
    /**
     * The member stays; whether their table was freed is not known, because the floor is silent.
     */
    IN_DOUBT,
    /**
     * The store did not answer. The member can do nothing any more and the removal goes on until it
     * is stored.
     */
    UNSETTLED
  }

  /** What became of a new password. */
  public sealed interface PasswordChange {
    record Changed() implements PasswordChange {}

    record NoSuchMember() implements PasswordChange {}

    /**
     * The store did not answer: the old password may hold or the new one. The member's other
     * sessions are over in either case.
     */
    record Unsettled() implements PasswordChange {}

    /**
     * @param flaw a sentence for the one who chose it
     */
    record BadPassword(String flaw) implements PasswordChange {}
  }

  /** What the first start did. */
  public sealed interface FirstStart {
    /** Nothing: there are members already. */
    record NotTheFirst() implements FirstStart {}

    /** Made the first admin, with the password that was given. */
    record WithGivenPassword() implements FirstStart {}

    /** Made the first admin, with this password, which is kept nowhere and has to be shown now. */
    record WithNewPassword(String password) implements FirstStart {
      @Override
      public String toString() {
        return "WithNewPassword[…]";
      }
    }

    /**
     * Nothing: the given password does not do.
     *
     * @param flaw a sentence for the one who chose it
     */
    record BadPassword(String flaw) implements FirstStart {}
  }

  private final Accounts accounts;
  private final Office office;
  private final PasswordHashing hashing;
  private final Tokens tokens;
  private final InstantSource clock;
  private final Duration sessionLength;
  private final Dismissals dismissals;
  private final Duration retryPause;

  /**
   * @param sessionLength how long a token is valid
   */
  public StaffAccounts(
      Accounts accounts,
      Office office,
      PasswordHashing hashing,
      Tokens tokens,
      InstantSource clock,
      Duration sessionLength) {
    this(
        accounts,
        office,
        hashing,
        tokens,
        clock,
        sessionLength,
        new Dismissals(accounts, office, FLOOR_PATIENCE, RETRY_PAUSE),
        RETRY_PAUSE);
  }

  StaffAccounts(
      Accounts accounts,
      Office office,
      PasswordHashing hashing,
      Tokens tokens,
      InstantSource clock,
      Duration sessionLength,
      Dismissals dismissals,
      Duration retryPause) {
    this.accounts = accounts;
    this.office = office;
    this.hashing = hashing;
    this.tokens = tokens;
    this.clock = clock;
    this.sessionLength = sessionLength;
    this.dismissals = dismissals;
    this.retryPause = retryPause;
  }

  /**
   * Makes the first admin where there is no member yet.
   *
   * @param password the one to give them; a random one where it is empty
   */
  public FirstStart firstStart(Optional<String> password) throws StoreException, BusyException {
    if (!accounts.isEmpty()) {
      return new FirstStart.NotTheFirst();
    }
    Optional<String> flaw = password.flatMap(given -> PasswordRule.flawOf(given, FIRST_ADMIN));
    if (flaw.isPresent()) {
      return new FirstStart.BadPassword(flaw.get());
    }
    String chosen = password.orElseGet(tokens::password);
    if (!accounts.add(new Accounts.Account(FIRST_ADMIN, hashing.hash(chosen), Role.ADMIN))) {
      return new FirstStart.NotTheFirst();
    }
    return password.isPresent()
        ? new FirstStart.WithGivenPassword()
        : new FirstStart.WithNewPassword(chosen);
  }

  /**
   * Opens a session for whoever has this name (to the letter) and this password.
   *
   * @param name as it came; may be no staff name at all
   */
  public SignIn signIn(String name, String password) throws StoreException, BusyException {
    Optional<StaffName> spelled = StaffName.of(name);
    Optional<Accounts.Account> account =
        spelled.isPresent() ? accounts.find(spelled.get()) : Optional.empty();
    // A wrong name costs one hash too, so that the time of the answer does not tell which names
    // there are.
    String hash = account.map(Accounts.Account::passwordHash).orElse(hashing.decoy());
    boolean right = hashing.matches(password, hash);
    if (account.isEmpty() || !right) {
      return new SignIn.Refused();
    }
    SignIn answer = welcome(account.get(), password);
    if (answer instanceof SignIn.Welcome && hashing.isOutdated(hash)) {
      harden(account.get(), password);
    }
    return answer;
  }

  /**
   * Keeps the password at today's cost, which can be done only while somebody shows it. Where it
   * cannot be done now, the next sign-in does it.
   */
  private void harden(Accounts.Account account, String password) {
    try {
      accounts.replaceHash(account.name(), account.passwordHash(), hashing.hash(password));
    } catch (StoreException | BusyException e) {
      log.debug("An outdated password hash stays for now: {}", e.getMessage());
    }
  }

  private SignIn welcome(Accounts.Account account, String password)
      throws StoreException, BusyException {
    Token token = tokens.mint();
    SessionId session = Tokens.idOf(token);
    Instant now = clock.instant();
    Instant expiresAt = now.plus(sessionLength).truncatedTo(ChronoUnit.SECONDS);
    if (!accounts.openSession(session, account.name(), expiresAt, now)) {
      return new SignIn.Refused();
    }
    // Looked at again AFTER the session stands: a password changed since it was checked has not
    // ended this session, and one changed from now on will.
    Optional<Accounts.Account> found = accounts.find(account.name());
    if (!found.equals(Optional.of(account)) && !isStill(found, account.role(), password)) {
      accounts.endSession(session);
      return new SignIn.Refused();
    }
    return new SignIn.Welcome(token, account.name(), account.role(), expiresAt, sessionLength);
  }

  /** Whether only the hash is another one: the same password, signed in with beside this. */
  private boolean isStill(Optional<Accounts.Account> found, Role role, String password)
      throws BusyException {
    return found.isPresent()
        && found.get().role() == role
        && hashing.matches(password, found.get().passwordHash());
  }

  /** The session that this token opens, if it is still good. */
  public Optional<Accounts.Session> session(Token token) throws StoreException {
    Instant now = clock.instant();
    return accounts.session(Tokens.idOf(token)).filter(found -> now.isBefore(found.expiresAt()));
  }

  /** The same as {@link #session}, as the floor needs it. */
  public Optional<Credential> resolve(Token token) throws StoreException {
    return session(token)
        .map(found -> new Credential(found.staff(), found.id(), found.expiresAt()));
  }

  /** Ends a session. When this returns the floor has been told. */
  public void signOut(SessionId session) throws StoreException {
    try {
      accounts.endSession(session);
    } finally {
      // Also when the store did not answer: it may have ended, and whoever signs out wants no more
      // of it.
      office.tell(new Input.SessionsEnded(List.of(session)));
    }
  }

  /** All members by name. */
  public List<Member> list() throws StoreException {
    return accounts.list().stream()
        .map(account -> new Member(account.name(), account.role()))
        .toList();
  }

  public Addition add(StaffName name, String password, Role role)
      throws StoreException, BusyException {
    Optional<String> flaw = hashing.inTurn(() -> PasswordRule.flawOf(password, name));
    if (flaw.isPresent()) {
      return new Addition.BadPassword(flaw.get());
    }
    Accounts.Account account = new Accounts.Account(name, hashing.hash(password), role);
    return dismissals.add(account) ? new Addition.Added() : new Addition.NameTaken();
  }

  /** Removes a member, their sessions and their seat. */
  public Removal remove(StaffName name) throws StoreException {
    return dismissals.remove(name);
  }

  /**
   * Sets a member's password and ends their sessions.
   *
   * @param keep a session that goes on, whoever's it is: the one in which the password is changed
   */
  public PasswordChange changePassword(StaffName name, String password, SessionId keep)
      throws StoreException, BusyException {
    Optional<String> flaw = hashing.inTurn(() -> PasswordRule.flawOf(password, name));
    if (flaw.isPresent()) {
      return new PasswordChange.BadPassword(flaw.get());
    }
    return switch (accounts.changePassword(name, hashing.hash(password), Optional.of(keep))) {
      case Accounts.PasswordChange.NoSuchMember() -> new PasswordChange.NoSuchMember();
      case Accounts.PasswordChange.Changed(var ended) -> {
        office.tell(new Input.SessionsEnded(ended));
        yield new PasswordChange.Changed();
      }
      case Accounts.PasswordChange.InDoubt(var sessions) -> {
        endForGood(sessions);
        yield new PasswordChange.Unsettled();
      }
    };
  }

  /**
   * Ends sessions of which nobody knows whether they have ended: on the floor at once, and in the
   * store as soon as it answers. So they are over in either case, and nobody has to know.
   */
  private void endForGood(List<SessionId> sessions) {
    office.tell(new Input.SessionsEnded(sessions));
    Thread.ofVirtual()
        .name("unsettled-sessions")
        .start(() -> {
          for (SessionId session : sessions) {
            if (!endUntilDone(session)) {
              return;
            }
          }
        });
  }

  private boolean endUntilDone(SessionId session) {
    while (true) {
      try {
        accounts.endSession(session);
        return true;
      } catch (StoreException e) {
        log.debug("A session is not known to be over yet: {}", e.getMessage());
      }
      try {
        Thread.sleep(retryPause);
      } catch (InterruptedException e) {
        return false;
      }
    }
  }
}
