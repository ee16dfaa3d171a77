package org.nowserving.accounts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.Accounts;
import org.nowserving.store.Role;
import org.nowserving.store.SessionId;
import org.nowserving.store.StoreException;

/** Accounts in memory, with a store that can be told to fail. Any thread. */
public final class MemoryAccounts implements Accounts {
  /** How the store fails. */
  public enum Trouble {
    NONE,
    /** Nothing is done, and nobody answers. */
    AWAY,
    /** What is asked is done, and the answer is lost. */
    ANSWERS_LOST
  }

  private final Map<StaffName, Account> members = new TreeMap<>();
  private final Map<SessionId, Session> sessions = new LinkedHashMap<>();
  private Trouble trouble = Trouble.NONE;
  private Trouble removalTrouble = Trouble.NONE;
  private Trouble passwordTrouble = Trouble.NONE;
  private boolean insistsOnLastAdmin;
  private Runnable beforeOpening = () -> {};
  private int removals;
  private int endingsLost;
  private int answeredRemovals;

  public synchronized void meet(Trouble next) {
    trouble = next;
  }

  /**
   * Only password changes meet it, at their commit: it is kept and the answer is lost, or it never
   * arrives.
   */
  public synchronized void meetAtPasswordChange(Trouble next) {
    passwordTrouble = next;
  }

  /** So many times the end of a session is not heard. */
  synchronized void meetAtEndings(int times) {
    endingsLost = times;
  }

  /** Only removals meet it. */
  synchronized void meetAtRemoval(Trouble next) {
    removalTrouble = next;
  }

  /**
   * From now on every removal is refused, as if another server had removed the other admins just
   * now.
   */
  synchronized void insistOnLastAdmin() {
    insistsOnLastAdmin = true;
  }

  /** What happens between the check of a password and the opening of the session. */
  synchronized void beforeOpening(Runnable event) {
    beforeOpening = event;
  }

  /** Waits until so many removals more were tried. */
  synchronized void awaitMoreRemovals(int count) throws InterruptedException {
    int enough = removals + count;
    while (removals < enough) {
      wait();
    }
  }

  /** Waits until a removal was answered. */
  synchronized void awaitAnsweredRemoval() throws InterruptedException {
    while (answeredRemovals == 0) {
      wait();
    }
  }

  synchronized int openSessions() {
    return sessions.size();
  }

  private interface Work<T> {
    T done();
  }

  private synchronized <T> T meeting(Work<T> work) throws StoreException {
    return meeting(trouble, work);
  }

  private static <T> T meeting(Trouble trouble, Work<T> work) throws StoreException {
    if (trouble == Trouble.AWAY) {
      throw new StoreException("the database is away");
    }
    T result = work.done();
    if (trouble == Trouble.ANSWERS_LOST) {
      throw new StoreException("the database did not answer");
    }
    return result;
  }

  @Override
  public boolean isEmpty() throws StoreException {
    return meeting(members::isEmpty);
  }

  @Override
  public boolean add(Account account) throws StoreException {
    return meeting(() -> members.putIfAbsent(account.name(), account) == null);
  }

  @Override
  public Optional<Account> find(StaffName name) throws StoreException {
    return meeting(() -> Optional.ofNullable(members.get(name)));
  }

  @Override
  public List<Account> list() throws StoreException {
    return meeting(() -> List.copyOf(members.values()));
  }

  @Override
  public synchronized Removal remove(StaffName name) throws StoreException {
    removals++;
    notifyAll();
    Removal removal =
        meeting(
            removalTrouble,
            () -> {
              Account account = members.get(name);
              if (account == null) {
                return new Removal.NoSuchMember();
              }
              long admins =
                  members.values().stream().filter(one -> one.role() == Role.ADMIN).count();
              if (insistsOnLastAdmin || (account.role() == Role.ADMIN && admins == 1)) {
                return new Removal.LastAdmin();
              }
              members.remove(name);
              return new Removal.Removed(endAll(name, Optional.empty()));
            });
    answeredRemovals++;
    return removal;
  }

  @Override
  public synchronized PasswordChange changePassword(
      StaffName name, String passwordHash, Optional<SessionId> keep) throws StoreException {
    if (passwordTrouble == Trouble.AWAY) {
      List<SessionId> perhaps =
          sessions.values().stream()
              .filter(session -> session.staff().equals(name))
              .map(Session::id)
              .filter(id -> !keep.equals(Optional.of(id)))
              .toList();
      return new PasswordChange.InDoubt(perhaps);
    }
    Optional<List<SessionId>> ended =
        meeting(() ->
            Optional.ofNullable(
                    members.computeIfPresent(
                        name, (key, old) -> new Account(key, passwordHash, old.role())))
                .map(account -> endAll(name, keep)));
    if (ended.isEmpty()) {
      return new PasswordChange.NoSuchMember();
    }
    return passwordTrouble == Trouble.ANSWERS_LOST
        ? new PasswordChange.InDoubt(ended.get())
        : new PasswordChange.Changed(ended.get());
  }

  @Override
  public boolean replaceHash(StaffName name, String old, String better) throws StoreException {
    return meeting(() -> {
      Account account = members.get(name);
      if (account == null || !account.passwordHash().equals(old)) {
        return false;
      }
      members.put(name, new Account(name, better, account.role()));
      return true;
    });
  }

  @Override
  public boolean openSession(SessionId id, StaffName staff, Instant expiresAt, Instant now)
      throws StoreException {
    Runnable event;
    synchronized (this) {
      event = beforeOpening;
    }
    event.run();
    return meeting(() -> {
      sessions.values().removeIf(session -> !now.isBefore(session.expiresAt()));
      Account account = members.get(staff);
      if (account == null) {
        return false;
      }
      sessions.put(id, new Session(id, staff, account.role(), expiresAt));
      return true;
    });
  }

  @Override
  public Optional<Session> session(SessionId id) throws StoreException {
    return meeting(() -> Optional.ofNullable(sessions.get(id)));
  }

  @Override
  public synchronized boolean endSession(SessionId id) throws StoreException {
    if (endingsLost > 0) {
      endingsLost--;
      throw new StoreException("the database is away");
    }
    boolean ended = meeting(() -> sessions.remove(id) != null);
    notifyAll();
    return ended;
  }

  /** Waits until no session but these is open. */
  synchronized void awaitOpenOnly(SessionId... expected) throws InterruptedException {
    while (!sessions.keySet().equals(Set.of(expected))) {
      wait();
    }
  }

  private List<SessionId> endAll(StaffName name, Optional<SessionId> keep) {
    List<SessionId> ended = new ArrayList<>();
    sessions
        .values()
        .removeIf(session -> {
          boolean ends = session.staff().equals(name) && !keep.equals(Optional.of(session.id()));
          if (ends) {
            ended.add(session.id());
          }
          return ends;
        });
    return ended;
  }
}
