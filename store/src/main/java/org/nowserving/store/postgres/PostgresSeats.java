package org.nowserving.store.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.nowserving.store.Seats;
import org.nowserving.store.StoreException;

/** The seats in PostgreSQL. Any thread; blocks. */
final class PostgresSeats implements Seats {
  private static final String TAKEN =
      """
      SELECT table_number, staff, since
      FROM seat WHERE site = 0 AND staff IS NOT NULL ORDER BY table_number
      """;

  private final Pool lookups;

  PostgresSeats(Pool lookups) {
    this.lookups = lookups;
  }

  @Override
  public List<Seat> taken() throws StoreException {
    return lookups.run(connection -> {
      List<Seat> seats = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(TAKEN);
          ResultSet rows = statement.executeQuery()) {
        StoredRow row = new StoredRow(rows);
        while (rows.next()) {
          seats.add(new Seat(row.table(1), row.staff(2), row.instant(3)));
        }
      }
      return seats;
    });
  }
}
