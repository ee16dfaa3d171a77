package org.nowserving.store;

import java.time.Instant;
import java.util.List;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;

/** Who sits where. Blocks on the database; called from virtual threads only. */
public interface Seats {
  /**
   * A table that somebody has.
   *
   * @param since when they sat down
   */
  record Seat(TableNumber table, StaffName staff, Instant since) {}

  /** The tables that are taken at this moment, ascending. */
  List<Seat> taken() throws StoreException;
}
