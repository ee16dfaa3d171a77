package org.nowserving.store.postgres;

import java.net.UnknownHostException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.nowserving.store.StoreException;
import org.postgresql.ds.PGSimpleDataSource;

/** Why a connection did not come about, in words that name the setting to look at. Pure. */
final class ConnectFailure {
  private ConnectFailure() {}

  /** Whether waiting cannot help: the database answered, and said no. */
  static boolean isFinal(SQLException failure) {
    String state = SqlFault.state(failure);
    return state.startsWith("28") || state.equals("3D000") || state.equals("08004");
  }

  static StoreException explain(SQLException failure, PGSimpleDataSource source) {
    return new StoreException(sentence(failure, source), failure);
  }

  private static String sentence(SQLException failure, PGSimpleDataSource source) {
    String state = SqlFault.state(failure);
    String where = where(source);
    if (state.startsWith("28") || state.equals("08004")) {
      return ("The database at %s does not let the user of database-user in: check database-user and"
              + " database-password-file.")
          .formatted(where);
    }
    if (state.equals("3D000")) {
      return "The database %s that database-url names does not exist at %s."
          .formatted(source.getDatabaseName(), where);
    }
    if (state.equals("57P03")) {
      return "The database at %s (database-url) is starting up or shutting down.".formatted(where);
    }
    if (state.startsWith("53")) {
      return "The database at %s (database-url) has no connection left for this server."
          .formatted(where);
    }
    if (causedByUnknownHost(failure)) {
      return "The host of database-url is not known: %s.".formatted(where);
    }
    return "No PostgreSQL answers at %s (database-url).".formatted(where);
  }

  private static String where(PGSimpleDataSource source) {
    StringBuilder where = new StringBuilder();
    String[] hosts = source.getServerNames();
    int[] ports = source.getPortNumbers();
    for (int i = 0; i < hosts.length; i++) {
      where.append(i == 0 ? "" : ",").append(hosts[i]);
      where.append(':').append(ports[i] == 0 ? 5432 : ports[i]);
    }
    return where.toString();
  }

  private static boolean causedByUnknownHost(SQLException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }
}
