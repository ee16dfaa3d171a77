package org.nowserving.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nowserving.protocol.StaffName;

/**
 * Staff members and their sessions. Every method blocks on the database and is called from virtual
 * threads only; none goes through the floor's journal.
 */
public interface Accounts {
  /**
   * A staff member as kept.
   *
   * @param passwordHash in the hash library's own encoding, parameters included
   */
  record Account(StaffName name, String passwordHash, Role role) {
    @Override
    public String toString() {
      return "Account[" + role + "]";
    }
  }

  /** A sign-in that has not been ended; whether its time is over is for the caller to check. */
  record Session(SessionId id, StaffName staff, Role role, Instant expiresAt) {}

  /** What became of a removal. */
  sealed interface Removal {
    /** The member and their sessions are gone; these sessions ended by it. */
    record Removed(List<SessionId> sessions) implements Removal {}

    /** Nobody has that name. */
    record NoSuchMember() implements Removal {}

    /** Nothing was changed: somebody must remain who can manage the staff. */
    record LastAdmin() implements Removal {}
  }

  /** What became of a new password. */
  sealed interface PasswordChange {
    /** These sessions ended by it. */
    record Changed(List<SessionId> sessions) implements PasswordChange {}

    /** Nobody has that name. */
    record NoSuchMember() implements PasswordChange {}

    /**
     * The answer to the commit was lost: either the password is the new one and these sessions are
     * over, or everything is as it was.
     */
    record InDoubt(List<SessionId> sessions) implements PasswordChange {}
  }

  /** Whether no staff member exists yet, which is so at the first start only. */
  boolean isEmpty() throws StoreException;

  /**
   * Keeps a new member; false when the name is taken (compared to the letter), and then nothing is
   * changed.
   */
  boolean add(Account account) throws StoreException;

  Optional<Account> find(StaffName name) throws StoreException;

  /** All members by name. */
  List<Account> list() throws StoreException;

  /**
   * Removes a member and all their sessions in one transaction; safe against two last admins
   * removing each other.
   */
  Removal remove(StaffName name) throws StoreException;

  /**
   * Sets a new password and ends the member's sessions but the one to keep, in one transaction.
   *
   * @throws StoreException when nothing was changed
   */
  PasswordChange changePassword(StaffName name, String passwordHash, Optional<SessionId> keep)
      throws StoreException;

  /**
   * Keeps another hash of the same password, and the sessions as they are; false, and nothing is
   * changed, when the member has another hash by now.
   */
  boolean replaceHash(StaffName name, String old, String better) throws StoreException;

  /**
   * Keeps a session; false when the member is gone. Forgets sessions of anybody whose time was over
   * at {@code now}.
   */
  boolean openSession(SessionId id, StaffName staff, Instant expiresAt, Instant now)
      throws StoreException;

  Optional<Session> session(SessionId id) throws StoreException;

  /** Ends a session; false when there was none. */
  boolean endSession(SessionId id) throws StoreException;
}
