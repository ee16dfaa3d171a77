package org.nowserving.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nowserving.store.StoreException;

/**
 * Whom PostgreSQL runs as. It refuses to run as root, and many a first try is made as root, so root
 * must become somebody else for it. Any thread.
 *
 * <p>The ways, in the order in which root tries them:
 *
 * <ol>
 *   <li>the data belongs to somebody else: {@link Other}, its owner, who can then run the server
 *       without root too;
 *   <li>{@link Namespace}: needs no second account, and the data may lie where only root can go,
 *       such as /root;
 *   <li>{@link Other}, the account nobody, where namespaces are forbidden (most containers): the
 *       database's folder is given to it.
 * </ol>
 */
sealed interface PostgresAccount {
  /**
   * The words before a command that make it run so. They replace themselves by it, so its process
   * id stays theirs.
   */
  List<String> prefix();

  /** Makes a file or folder that this process made this account's. */
  void give(Path path) throws IOException;

  /** Whoever runs the server. */
  record Self() implements PostgresAccount {
    @Override
    public List<String> prefix() {
      return List.of();
    }

    @Override
    public void give(Path path) {}
  }

  /**
   * Root without any of root's powers: in a user namespace without a mapping everyone is nobody, so
   * PostgreSQL does not see root, while the files stay root's.
   *
   * @param unshare where that program is
   */
  record Namespace(String unshare) implements PostgresAccount {
    @Override
    public List<String> prefix() {
      return List.of(unshare, "--user");
    }

    @Override
    public void give(Path path) {}
  }

  /**
   * Another user.
   *
   * @param setpriv where that program is
   */
  record Other(String setpriv, int uid, int gid) implements PostgresAccount {
    @Override
    public List<String> prefix() {
      return List.of(setpriv, "--reuid=" + uid, "--regid=" + gid, "--clear-groups");
    }

    @Override
    public void give(Path path) throws IOException {
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  int ROOT = 0;

  /** The user and the group nobody, by the number that the kernel itself uses for them. */
  int NOBODY = 65534;

  Duration PROBE_PATIENCE = Duration.ofSeconds(20);

  /**
   * The programs of the system with which root becomes somebody else, where it has them.
   *
   * @param unshare enters a namespace
   * @param setpriv becomes another user
   */
  record Tools(Optional<String> unshare, Optional<String> setpriv) {
    static Tools ofThisMachine() {
      return new Tools(ProgramRun.find("unshare"), ProgramRun.find("setpriv"));
    }
  }

  static PostgresAccount choose(PostgresPrograms programs, DataDirectory directory, Tools tools)
      throws StoreException, InterruptedException {
    try {
      return ownUserId() == ROOT ? chooseForRoot(programs, directory, tools) : new Self();
    } catch (IOException e) {
      throw directory.unusable(e);
    }
  }

  private static PostgresAccount chooseForRoot(
      PostgresPrograms programs, DataDirectory directory, Tools tools)
      throws StoreException, InterruptedException, IOException {
    Path owned = directory.isEmpty() ? directory.root() : directory.database();
    int owner = (int) Files.getAttribute(owned, "unix:uid");
    List<PostgresAccount> ways = new ArrayList<>();
    if (owner != ROOT) {
      int group = (int) Files.getAttribute(owned, "unix:gid");
      tools.setpriv().ifPresent(program -> ways.add(new Other(program, owner, group)));
    } else {
      tools.unshare().ifPresent(program -> ways.add(new Namespace(program)));
      tools.setpriv().ifPresent(program -> ways.add(new Other(program, NOBODY, NOBODY)));
    }
    for (PostgresAccount way : ways) {
      if (way instanceof Other) {
        directory.letOthersPass();
      }
      if (works(way, programs, directory)) {
        return way;
      }
    }
    throw new StoreException(
        ("PostgreSQL does not run as root, and no other account can reach both %s and %s: start nowserving as an"
                + " ordinary user, or set data-dir and postgres-bin-dir to folders that others can reach, or give a database"
                + " with database-url.")
            .formatted(directory.root(), programs.binDir()));
  }

  /** Whether the way is open on this machine, and leads to the programs and to the data. */
  private static boolean works(
      PostgresAccount way, PostgresPrograms programs, DataDirectory directory)
      throws InterruptedException {
    String probe =
        """
        test "$(id -u)" != 0 && test -x "$0" && cd "$1" && { test ! -e "$2" || test -w "$2"; }\
        """;
    List<String> command = new ArrayList<>(way.prefix());
    command.addAll(
        List.of(
            "/bin/sh",
            "-c",
            probe,
            programs.postgres(),
            directory.root().toString(),
            directory.database().toString()));
    try {
      return ProgramRun.of(command, PROBE_PATIENCE).succeeded();
    } catch (IOException _) {
      return false;
    }
  }

  private static int ownUserId() throws IOException, InterruptedException {
    ProgramRun id = ProgramRun.of(List.of("/bin/sh", "-c", "id -u"), PROBE_PATIENCE);
    return Integer.parseInt(id.output().strip());
  }
}
