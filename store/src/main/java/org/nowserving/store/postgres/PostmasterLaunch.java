package org.nowserving.store.postgres;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a postmaster is started: with which settings, as whom, in which session. Any thread.
 *
 * <p>The settings stand on the command line, which no file in the data directory can overrule. What
 * is not among them is PostgreSQL's default and may be set in {@code postgresql.conf} there.
 */
record PostmasterLaunch(
    PostgresPrograms programs, DataDirectory directory, PostgresAccount account) {
  /** The writer, the pool for reads, a few of an operator's own. */
  private static final int MAX_CONNECTIONS = 50;

  private static final int IO_METHOD_SINCE = 18;

  /** Starts it and does not wait. */
  Postmaster begin(int port) throws IOException {
    Optional<PostmasterFile> before = PostmasterFile.of(directory.database());
    List<String> command = new ArrayList<>(ownSession());
    command.addAll(account.prefix());
    command.addAll(List.of(programs.postgres(), "-D", directory.database().toString()));
    for (String setting : settings(port)) {
      command.add("-c");
      command.add(setting);
    }
    ProcessBuilder builder = ProgramRun.prepare(command);
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectErrorStream(true);
    directory.makeStartLog();
    builder.redirectOutput(Redirect.appendTo(directory.startLog().toFile()));
    // PostgreSQL takes any living process with the number in a postmaster.pid that was left behind
    // for a postmaster. Who
    // calls this has looked closer: it is none. Under this name PostgreSQL takes it for a relative
    // of its own, and goes on
    // to check that no other process of the dead one is still in the memory that they shared.
    before.ifPresent(
        file -> builder.environment().put("PG_GRANDPARENT_PID", String.valueOf(file.pid())));
    return new Postmaster(builder.start(), directory, before.map(PostmasterFile::text).orElse(""));
  }

  /**
   * In the terminal's session a Ctrl-C would stop PostgreSQL before the server has stored its last
   * changes.
   */
  private static List<String> ownSession() {
    return ProgramRun.find("setsid")
        .map(List::of)
        .or(() ->
            // macOS has no setsid program.
            ProgramRun.find("perl")
                .map(perl -> List.of(perl, "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV", "--")))
        .orElse(List.of());
  }

  private List<String> settings(int port) {
    List<String> settings = new ArrayList<>();
    settings.add("cluster_name=nowserving");

    // who can reach it
    settings.add("listen_addresses=127.0.0.1");
    settings.add("port=" + port);
    settings.add("unix_socket_directories=");
    settings.add("ssl=off");
    settings.add("max_connections=" + MAX_CONNECTIONS);

    // what was acknowledged is on the disk
    settings.add("fsync=on");
    settings.add("full_page_writes=on");
    settings.add("synchronous_commit=on");
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac")) {
      // There an ordinary fsync stops at the disk's own cache.
      settings.add("wal_sync_method=fsync_writethrough");
    }

    // Recycled segments keep the slowest commits at a quarter of what they take with new ones.
    settings.add("min_wal_size=1GB");
    if (programs.majorVersion() >= IO_METHOD_SINCE) {
      // Three processes fewer; what is read here is small and in memory.
      settings.add("io_method=sync");
    }

    // one file a weekday, overwritten a week later
    settings.add("logging_collector=on");
    settings.add("log_destination=stderr");
    settings.add("log_directory=log");
    settings.add("log_filename=postgresql-%a.log");
    settings.add("log_rotation_age=1d");
    settings.add("log_rotation_size=0");
    settings.add("log_truncate_on_rotation=on");
    settings.add("log_line_prefix=%m [%p] ");
    settings.add("log_timezone=UTC");
    settings.add("lc_messages=C");
    settings.add("timezone=UTC");
    // Names and e-mails are in rows, statements and their parameters: none of these is ever logged.
    settings.add("log_error_verbosity=terse");
    settings.add("log_min_error_statement=panic");
    settings.add("log_statement=none");
    settings.add("log_parameter_max_length=0");
    settings.add("log_parameter_max_length_on_error=0");
    return settings;
  }
}
