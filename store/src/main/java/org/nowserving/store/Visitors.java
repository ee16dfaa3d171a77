package org.nowserving.store;

import java.util.Collection;
import java.util.Map;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;

/**
 * Who has been here before. Every method blocks on the database and is called from virtual threads
 * only.
 */
public interface Visitors {
  /**
   * The names that the visitors with these e-mails gave last, in one round trip, as they are kept
   * at some moment AFTER the call; the case of an e-mail does not matter.
   *
   * @return by the e-mails as they were asked for, without those that nobody has signed in with
   */
  Map<Email, PersonName> namesOf(Collection<Email> emails) throws StoreException;

  /**
   * Removes the visitor, and makes every ended ticket of theirs anonymous, in one transaction. Open
   * tickets are the floor's: erase them there BEFORE calling this.
   *
   * @return how many rows were removed or made anonymous
   */
  int erase(Email email) throws StoreException;
}
