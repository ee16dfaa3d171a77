package org.nowserving.store.postgres;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.nowserving.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that the setting {@code data-dir} names, held by one living server at a time. Any
 * thread.
 *
 * <pre>
 * data-dir/lock                 held by the server that lives; its process id
 * data-dir/postgres/            PostgreSQL's own data directory, 0700
 * data-dir/postgres-password    0600
 * data-dir/postgres-start.log   what PostgreSQL said before its log in postgres/log was open
 * data-dir/postgres.new-…/      a first start under way; one that was killed leaves it behind
 * </pre>
 */
final class DataDirectory {
  private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final String UNFINISHED = "postgres.new-";

  /**
   * The folders that this process holds. The operating system gives a file's lock back when any
   * channel of this process to that file is closed, so a second one must not even be opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final FileChannel lock;
  private final boolean madeHere;

  private DataDirectory(Path root, FileChannel lock, boolean madeHere) {
    this.root = root;
    this.lock = lock;
    this.madeHere = madeHere;
  }

  /** Takes the folder for this server, and makes it when it is not there. */
  static DataDirectory take(Path dataDir) throws StoreException {
    Path root = dataDir.toAbsolutePath().normalize();
    boolean missing = !Files.isDirectory(root);
    try {
      if (missing) {
        Files.createDirectories(root, PRIVATE_FOLDER);
      }
      // One folder has one name: HELD, and finding the postmaster of this folder by its arguments,
      // depend on it.
      root = root.toRealPath();
    } catch (IOException e) {
      throw unusable(root, e);
    }
    if (!HELD.add(root)) {
      throw inUse(root, "this process itself");
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      Path file = root.resolve("lock");
      channel = FileChannel.open(file, Set.of(CREATE, READ, WRITE, NOFOLLOW_LINKS), PRIVATE_FILE);
      if (channel.tryLock() == null) {
        String holder = Files.readString(file).strip();
        throw inUse(root, holder.isEmpty() ? "another process" : "process " + holder);
      }
      channel.truncate(0);
      write(channel, ProcessHandle.current().pid() + "\n");
      giveToOwnerOf(root, file);
      taken = true;
      return new DataDirectory(root, channel, missing);
    } catch (IOException e) {
      throw unusable(root, e);
    } finally {
      if (!taken) {
        closeQuietly(channel);
        HELD.remove(root);
      }
    }
  }

  private static StoreException inUse(Path root, String holder) {
    return new StoreException(
        "Another nowserving (%s) is using the data directory %s (setting data-dir)."
            .formatted(holder, root));
  }

  /** Gives the folder back. Calling it again does nothing. */
  void release() {
    if (lock.isOpen()) {
      closeQuietly(lock);
      HELD.remove(root);
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException _) {
      // Nothing was written that anybody waits for, and the lock ends with this process at the
      // latest.
    }
  }

  Path root() {
    return root;
  }

  Path database() {
    return root.resolve("postgres");
  }

  Path passwordFile() {
    return root.resolve("postgres-password");
  }

  Path startLog() {
    return root.resolve("postgres-start.log");
  }

  /** A fresh file for the words of a start. */
  void makeStartLog() throws IOException {
    Files.deleteIfExists(startLog());
    Files.createFile(startLog(), PRIVATE_FILE);
    giveToOwnerOf(root, startLog());
  }

  /** An empty folder for a first start under way. */
  Path makeUnfinished(String name) throws IOException {
    return Files.createDirectory(root.resolve(UNFINISHED + name), PRIVATE_FOLDER);
  }

  /**
   * Removes what failed and killed first starts left behind. The initdb of a killed server may
   * still be writing there; what cannot be removed because of it is left to a later start.
   */
  void removeUnfinished() throws StoreException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root, UNFINISHED + "*")) {
      for (Path folder : found) {
        removeTree(folder);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      log.info("An earlier first start in {} has not ended yet: {}", root, e.getMessage());
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static void removeTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Lets other accounts pass through this folder to what is theirs in it; everything in it has bits
   * of its own. A folder that was there before is left as its owner made it.
   */
  void letOthersPass() throws IOException {
    if (madeHere) {
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  /**
   * What root makes in somebody's folder is that person's, who may want to run the server without
   * root the next time.
   */
  private static void giveToOwnerOf(Path folder, Path file) throws IOException {
    for (String id : List.of("unix:gid", "unix:uid")) {
      Object owner = Files.getAttribute(folder, id);
      if (!owner.equals(Files.getAttribute(file, id, NOFOLLOW_LINKS))) {
        Files.setAttribute(file, id, owner, NOFOLLOW_LINKS);
      }
    }
  }

  /** Whether no first start was ever finished here. */
  boolean isEmpty() {
    return !Files.exists(database());
  }

  void checkMajorVersion(PostgresPrograms programs) throws StoreException {
    String wrote;
    try {
      wrote = Files.readString(database().resolve("PG_VERSION")).strip();
    } catch (IOException e) {
      throw new StoreException(
          "%s is not a data directory of PostgreSQL: it has no readable PG_VERSION. Restore it from a backup, or move it away to begin anew."
              .formatted(database()),
          e);
    }
    String runs = String.valueOf(programs.majorVersion());
    if (!wrote.equals(runs)) {
      throw new StoreException(
          "The data in %s was written by PostgreSQL %s, which PostgreSQL %s in %s cannot read. %s"
              .formatted(database(), wrote, runs, programs.binDir(), remedy(wrote, runs)));
    }
  }

  private String remedy(String wrote, String runs) {
    String stay = "Set postgres-bin-dir to the programs of PostgreSQL %s.".formatted(wrote);
    String upgrade =
        """
        Or upgrade: \
        (1) start nowserving with postgres-bin-dir set to the programs of PostgreSQL %1$s; \
        (2) run pg_dump --clean --if-exists -h 127.0.0.1 -p PORT -U nowserving -f nowserving.sql postgres, \
        with PORT from the fourth line of %3$s/postmaster.pid and the password from %4$s; \
        (3) stop nowserving and rename %3$s; \
        (4) start nowserving with the programs of PostgreSQL %2$s; \
        (5) run psql --single-transaction -h 127.0.0.1 -p PORT -U nowserving -f nowserving.sql postgres, \
        with the new port and the new password, and start nowserving once more.\
        """
            .formatted(wrote, runs, database(), passwordFile());
    return wrote.compareTo(runs) < 0 ? stay + " " + upgrade : stay;
  }

  String password() throws StoreException {
    try {
      return Files.readString(passwordFile()).strip();
    } catch (IOException e) {
      throw new StoreException(
          "The password of the database is not to be had from %s: restore that file from a backup."
              .formatted(passwordFile()),
          e);
    }
  }

  /** Writes a new password. */
  void keepPassword(String password) throws IOException {
    Files.deleteIfExists(passwordFile());
    try (FileChannel file =
        FileChannel.open(passwordFile(), Set.of(CREATE_NEW, WRITE), PRIVATE_FILE)) {
      write(file, password + "\n");
      file.force(true);
    }
    takePasswordBack();
  }

  /** Makes the password readable for nobody but the owner of this folder again. */
  void takePasswordBack() throws IOException {
    giveToOwnerOf(root, passwordFile());
  }

  /** Makes the names in this folder, and its own, as durable as the files that they name. */
  void force() throws IOException {
    force(root);
    Path parent = root.getParent();
    if (parent != null && Files.isReadable(parent)) {
      force(parent);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  private static void write(FileChannel file, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  StoreException unusable(IOException cause) {
    return unusable(root, cause);
  }

  private static StoreException unusable(Path root, IOException cause) {
    String why =
        switch (cause) {
          case AccessDeniedException denied -> "this user may not write " + denied.getFile();
          case FileAlreadyExistsException there -> there.getFile() + " is not a folder";
          case NoSuchFileException gone -> gone.getFile() + " is not there and cannot be made";
          default -> String.valueOf(cause.getMessage());
        };
    return unusable(root, why, cause);
  }

  /** A sentence for a failure that PostgreSQL or the system described in words of its own. */
  StoreException unusable(String words) {
    return unusable(root, words, null);
  }

  private static StoreException unusable(Path root, String words, @Nullable Throwable cause) {
    String sentence =
        words.contains("No space left on device")
            ? "The disk of the data directory %s (setting data-dir) is full.".formatted(root)
            : "The data directory %s (setting data-dir) cannot be used: %s.".formatted(root, words);
    return cause == null ? new StoreException(sentence) : new StoreException(sentence, cause);
  }
}
