package org.nowserving.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Many WebSocket connections that cost little: one thread reads them all and answers their pings.
 * They come from many addresses of this machine, as devices do.
 */
final class Crowd implements AutoCloseable {
  private static final int FROM_ONE_ADDRESS = 100;
  private static final int USUAL_MESSAGE = 1_024;

  private final URI service;
  private final Selector selector = Selector.open();
  private final Queue<Member> newcomers = new ConcurrentLinkedQueue<>();
  private final Thread reader = new Thread(this::read, "crowd");
  private volatile boolean closed;
  private int connected;

  /** Is told what a connection hears, on the thread that reads all. */
  interface Listener {
    void hears(String line, long nanos);
  }

  Crowd(URI service) throws IOException {
    this.service = service;
    reader.start();
  }

  /** Connects, is through with the handshake, and listens from now on. One thread. */
  Member join(String path, String token, Listener listener) throws IOException {
    Member member = new Member(connect(path, token, 0), listener);
    newcomers.add(member);
    selector.wakeup();
    return member;
  }

  /**
   * Connects, is through with the handshake, and reads no more than the caller does. One thread.
   *
   * @param token shown at the handshake; empty for none
   * @param receiveBytes how much the system may take in while nothing is read; 0 for the usual
   */
  SocketChannel connect(String path, String token, int receiveBytes) throws IOException {
    SocketChannel channel = SocketChannel.open();
    if (receiveBytes > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBytes);
    }
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.bind(new InetSocketAddress("127.0.0." + (2 + connected++ / FROM_ONE_ADDRESS), 0));
    channel.connect(new InetSocketAddress(service.getHost(), service.getPort()));
    String head =
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                .formatted(path, service.getHost(), service.getPort())
            + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
    String answer = head(channel);
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      throw new IOException(answer);
    }
    return channel;
  }

  /** Byte by byte, so that nothing of the first frame is taken. */
  private static String head(SocketChannel channel) throws IOException {
    StringBuilder head = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      if (channel.read(one.clear()) < 0) {
        throw new IOException("no answer to the handshake: " + head);
      }
      head.append((char) one.get(0));
    }
    return head.toString();
  }

  private void read() {
    try {
      while (!closed) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          ((Member) key.attachment()).read();
        }
        selector.selectedKeys().clear();
        for (Member member = newcomers.poll(); member != null; member = newcomers.poll()) {
          member.channel.configureBlocking(false);
          member.channel.register(selector, SelectionKey.OP_READ, member);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  /** One connection. */
  static final class Member {
    private final SocketChannel channel;
    private final Listener listener;
    private ByteBuffer in = ByteBuffer.allocate(USUAL_MESSAGE);
    private volatile @Nullable String end;

    Member(SocketChannel channel, Listener listener) {
      this.channel = channel;
      this.listener = listener;
    }

    /** Why the connection ended; null while it has not. Any thread. */
    @Nullable String end() {
      return end;
    }

    /** Any thread. */
    void close() throws IOException {
      channel.close();
    }

    /** Any thread. */
    void say(String line) throws IOException {
      send(new Frame(Frame.TEXT, line.getBytes(StandardCharsets.UTF_8)));
    }

    private synchronized void send(Frame frame) throws IOException {
      ByteBuffer bytes = frame.bytes();
      while (bytes.hasRemaining()) {
        if (channel.write(bytes) == 0) {
          Thread.onSpinWait(); // what is said is short, and the server reads
        }
      }
    }

    private void read() throws IOException {
      try {
        if (channel.read(in) < 0) {
          leave("closed");
          return;
        }
        long now = System.nanoTime();
        in.flip();
        for (Frame frame = Frame.take(in); frame != null; frame = Frame.take(in)) {
          hear(frame, now);
        }
        in.compact();
        if (!in.hasRemaining()) {
          in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
        }
      } catch (IOException reset) {
        leave(String.valueOf(reset.getMessage()));
      }
    }

    private void leave(String why) throws IOException {
      if (end == null) {
        end = why;
      }
      channel.close();
    }

    private void hear(Frame frame, long now) throws IOException {
      switch (frame.opcode()) {
        case Frame.TEXT -> listener.hears(new String(frame.payload(), StandardCharsets.UTF_8), now);
        case Frame.PING -> send(new Frame(Frame.PONG, frame.payload()));
        case Frame.CLOSE -> end = "close " + (ByteBuffer.wrap(frame.payload()).getShort() & 0xffff);
        default -> end = "a frame of kind " + frame.opcode();
      }
    }
  }
}
