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
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

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

  /** The frame in which a client says this, masked with zeros. */
  static ByteBuffer frame(int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) (0x80 | opcode));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    return frame.putInt(0).put(payload).flip();
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
      send(frame(TEXT, line.getBytes(StandardCharsets.UTF_8)));
    }

    private synchronized void send(ByteBuffer frame) throws IOException {
      while (frame.hasRemaining()) {
        if (channel.write(frame) == 0) {
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
        while (takeFrame(now)) {
          // the next one
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

    /** Whether there was a whole frame. */
    private boolean takeFrame(long now) throws IOException {
      if (in.remaining() < 2) {
        return false;
      }
      int start = in.position();
      int opcode = in.get() & 0x0f;
      int length = in.get();
      if (length == 126 && in.remaining() >= 2) {
        length = in.getShort() & 0xffff;
      } else if (length == 126 || length == 127) {
        length = Integer.MAX_VALUE;
      }
      if (in.remaining() < length) {
        in.position(start);
        return false;
      }
      byte[] payload = new byte[length];
      in.get(payload);
      switch (opcode) {
        case TEXT -> listener.hears(new String(payload, StandardCharsets.UTF_8), now);
        case PING -> send(frame(PONG, payload));
        case CLOSE -> end = "close " + (ByteBuffer.wrap(payload).getShort() & 0xffff);
        default -> end = "a frame of kind " + opcode;
      }
      return true;
    }
  }
}
