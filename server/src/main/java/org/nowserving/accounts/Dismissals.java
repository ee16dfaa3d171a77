package org.nowserving.accounts;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.nowserving.floor.Input;
import org.nowserving.floor.OfficeAnswer;
import org.nowserving.loop.Office;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.Accounts;
import org.nowserving.store.Role;
import org.nowserving.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes members off the floor and out of the accounts, so that the two agree whatever fails in
 * between. Blocks: called from virtual threads only. One removal at a time.
 *
 * <p>The order is: the floor dismisses the member (or refuses, because they serve) BEFORE the
 * accounts forget them, and the floor hears how it ended AFTER that. While nobody knows how it
 * ended, because the store did not answer, the member stays dismissed and the removal is tried
 * again until it is known.
 */
final class Dismissals {
  private static final Logger log = LoggerFactory.getLogger(Dismissals.class);

  private final Accounts accounts;
  private final Office office;
  private final Duration floorPatience;
  private final Duration retryPause;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /** Members whose removal was tried and is not known to have happened; guarded by the lock. */
  private final Set<StaffName> unsettled = new HashSet<>();

  /**
   * @param floorPatience how long the floor may take to answer
   * @param retryPause how long to wait before an unsettled removal is tried again
   */
  Dismissals(Accounts accounts, Office office, Duration floorPatience, Duration retryPause) {
    this.accounts = accounts;
    this.office = office;
    this.floorPatience = floorPatience;
    this.retryPause = retryPause;
  }

  StaffAccounts.Removal remove(StaffName name) throws StoreException {
    oneAtATime.lock();
    try {
      // Asked BEFORE the floor is: a dismissal frees the seat, and a refusal has to leave
      // everything as it was.
      if (isLastAdmin(name)) {
        return StaffAccounts.Removal.LAST_ADMIN;
      }
      Optional<OfficeAnswer> answer = dismiss(name);
      if (answer.isEmpty()) {
        return StaffAccounts.Removal.IN_DOUBT;
      }
      return switch (answer.get()) {
        case OfficeAnswer.Done() -> settle(name);
        case OfficeAnswer.StillServing() -> StaffAccounts.Removal.STILL_SERVING;
        case OfficeAnswer.Unavailable() -> StaffAccounts.Removal.UNAVAILABLE;
        case OfficeAnswer.NoSuchThing _, OfficeAnswer.AlreadySo _, OfficeAnswer.DayClosed _ ->
            throw new IllegalStateException("the floor does not answer a dismissal so");
      };
    } finally {
      oneAtATime.unlock();
    }
  }

  /**
   * Adds a member; AFTER any earlier one of that name is known to be gone, else a late removal
   * would hit the new one.
   */
  boolean add(Accounts.Account account) throws StoreException {
    oneAtATime.lock();
    try {
      if (unsettled.contains(account.name())
          && settle(account.name()) == StaffAccounts.Removal.UNSETTLED) {
        throw new StoreException("the database does not answer");
      }
      return accounts.add(account);
    } finally {
      oneAtATime.unlock();
    }
  }

  private boolean isLastAdmin(StaffName name) throws StoreException {
    List<StaffName> admins =
        accounts.list().stream()
            .filter(account -> account.role() == Role.ADMIN)
            .map(Accounts.Account::name)
            .toList();
    return admins.equals(List.of(name));
  }

  /** Asks the floor; empty when it does not answer, and may have freed the seat all the same. */
  private Optional<OfficeAnswer> dismiss(StaffName name) {
    try {
      return Optional.of(
          office
              .ask(request -> new Input.DismissStaff(request, name))
              .get(floorPatience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | ExecutionException e) {
      takeBack(name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      takeBack(name);
    }
    return Optional.empty();
  }

  /** The floor may still get round to the dismissal; what it is told now comes AFTER that. */
  private void takeBack(StaffName name) {
    office.tell(new Input.StaffReinstated(name));
  }

  /**
   * Removes a dismissed member from the accounts and tells the floor how that ended. Called with
   * the lock held.
   */
  private StaffAccounts.Removal settle(StaffName name) {
    Accounts.Removal outcome;
    try {
      outcome = accounts.remove(name);
    } catch (StoreException e) {
      if (unsettled.isEmpty()) {
        Thread.ofVirtual().name("unsettled-removals").start(this::settleAll);
      }
      if (unsettled.add(name)) {
        log.warn("A removal is not known to be stored and is tried again: {}", e.getMessage());
      }
      return StaffAccounts.Removal.UNSETTLED;
    }
    boolean triedBefore = unsettled.remove(name);
    return switch (outcome) {
      case Accounts.Removal.Removed(var sessions) -> {
        office.tell(new Input.StaffRemoved(name, sessions));
        yield StaffAccounts.Removal.REMOVED;
      }
      case Accounts.Removal.NoSuchMember() -> {
        office.tell(new Input.StaffRemoved(name, List.of()));
        // An earlier try did remove them, and its answer was lost.
        yield triedBefore ? StaffAccounts.Removal.REMOVED : StaffAccounts.Removal.NO_SUCH_MEMBER;
      }
      case Accounts.Removal.LastAdmin() -> {
        office.tell(new Input.StaffReinstated(name));
        yield StaffAccounts.Removal.LAST_ADMIN;
      }
    };
  }

  private void settleAll() {
    boolean more = true;
    while (more) {
      try {
        Thread.sleep(retryPause);
      } catch (InterruptedException e) {
        return;
      }
      oneAtATime.lock();
      try {
        List.copyOf(unsettled).forEach(this::settle);
        more = !unsettled.isEmpty();
      } finally {
        oneAtATime.unlock();
      }
    }
  }
}
