package org.nowserving.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.nowserving.store.MemoryJournal.Fault;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A line to PostgreSQL that can be cut, and cut at the moment that hurts most: before a request
 * goes through, or after PostgreSQL has answered it and before the answer arrives. Any thread.
 */
final class CuttableLine implements AutoCloseable {
  private final String host;
  private final int port;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Fault> armed = new AtomicReference<>();
  private final CountDownLatch refused = new CountDownLatch(1);
  private volatile boolean refusing;

  private CuttableLine(String host, int port, ServerSocket door) {
    this.host = host;
    this.port = port;
    this.door = door;
  }

  static CuttableLine to(String jdbcUrl) throws IOException {
    PGSimpleDataSource parsed = new PGSimpleDataSource();
    parsed.setUrl(jdbcUrl);
    int port = parsed.getPortNumbers()[0];
    CuttableLine line =
        new CuttableLine(
            parsed.getServerNames()[0],
            port == 0 ? 5432 : port,
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(line::accept);
    return line;
  }

  /** The same database, over this line. */
  String jdbcUrl(String direct) {
    int address = direct.indexOf("//") + 2;
    return direct.substring(0, address)
        + "127.0.0.1:"
        + door.getLocalPort()
        + direct.substring(direct.indexOf('/', address));
  }

  /** The next request meets this; then its connection is gone. */
  void failNext(Fault fault) {
    armed.set(fault);
  }

  /** From now on whoever comes is turned away. */
  void refuse() {
    refusing = true;
  }

  void admit() {
    refusing = false;
  }

  /** Waits until somebody has been turned away. */
  void awaitRefused() throws InterruptedException {
    refused.await();
  }

  /** Cuts every connection there is; new ones go through. */
  void cut() {
    sockets.forEach(CuttableLine::close);
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (refusing) {
          client.close();
          refused.countDown();
          continue;
        }
        Socket server = new Socket(host, port);
        sockets.add(client);
        sockets.add(server);
        Connection connection = new Connection(client, server);
        Thread.ofVirtual().start(connection::carryRequests);
        Thread.ofVirtual().start(connection::carryAnswers);
      } catch (IOException e) {
        // the door is closed, or PostgreSQL is away: the client notices by itself
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // closed is closed
    }
  }

  /** One connection through the line. */
  private final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile boolean answerIsLost;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void carryRequests() {
      carry(
          client,
          server,
          () -> {
            Fault fault = armed.getAndSet(null);
            answerIsLost |= fault == Fault.ANSWER_LOST;
            return fault != Fault.BATCH_LOST;
          });
    }

    /** PostgreSQL sends an answer AFTER its commit is durable, so whoever sees it may cut. */
    void carryAnswers() {
      carry(server, client, () -> !answerIsLost);
    }

    private void carry(Socket from, Socket to, Valve valve) {
      byte[] buffer = new byte[64 * 1024];
      try (from;
          to) {
        InputStream in = from.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (!valve.letsThrough()) {
            return;
          }
          to.getOutputStream().write(buffer, 0, read);
        }
      } catch (IOException e) {
        // cut at either end
      }
    }
  }

  private interface Valve {
    boolean letsThrough();
  }
}
