package org.nowserving.store;

import java.util.Optional;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;

/**
 * Who has been here before. Every method blocks on the database and is called from virtual threads
 * only.
 */
public interface Visitors {
  /**
   * The name that the visitor with this e-mail gave last; the case of the e-mail does not matter.
   */
  Optional<PersonName> nameOf(Email email) throws StoreException;

  /**
   * Removes the visitor, and makes every ended ticket of theirs anonymous, in one transaction. Open
   * tickets are the floor's: erase them there BEFORE calling this.
   *
   * @return how many rows were removed or made anonymous
   */
  int erase(Email email) throws StoreException;
}
