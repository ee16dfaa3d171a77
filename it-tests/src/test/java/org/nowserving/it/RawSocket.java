package org.nowserving.it;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A WebSocket client that does what no library would: sends whatever bytes it is given. One thread.
 */
final class RawSocket implements AutoCloseable {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int FINAL = 0x80;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MASKED = 0x80;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  /** Connects, and is through with the handshake. */
  static RawSocket connect(URI service, String path) throws IOException {
    Socket socket = new Socket(service.getHost(), service.getPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    RawSocket raw = new RawSocket(socket);
    raw.out.write(
        """
        GET %s HTTP/1.1\r
        Host: %s:%d\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """
            .formatted(path, service.getHost(), service.getPort())
            .getBytes(StandardCharsets.US_ASCII));
    String status = raw.line();
    if (!status.startsWith("HTTP/1.1 101 ")) {
      throw new IOException(status);
    }
    while (!raw.line().isEmpty()) {
      // the rest of the head
    }
    return raw;
  }

  /** Sends what need not be HTTP, and reads until the server has hung up. */
  static String exchange(URI service, String text) throws IOException {
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }

  /**
   * Sends one frame, masked with zeros.
   *
   * @param head the first byte: flags and opcode
   */
  void send(int head, byte[] payload) throws IOException {
    send(head, payload, MASKED);
  }

  void sendUnmasked(int head, byte[] payload) throws IOException {
    send(head, payload, 0);
  }

  /** Sends the beginning of a frame, as a device whose connection breaks while it speaks. */
  void sendHalf(int head, byte[] payload) throws IOException {
    byte[] frame = frame(head, payload, MASKED);
    out.write(frame, 0, frame.length / 2);
  }

  private void send(int head, byte[] payload, int masked) throws IOException {
    out.write(frame(head, payload, masked));
  }

  private static byte[] frame(int head, byte[] payload, int masked) {
    byte[] mask = masked == 0 ? new byte[0] : new byte[4];
    byte[] length =
        payload.length < 126
            ? new byte[] {(byte) (masked | payload.length)}
            : new byte[] {
              (byte) (masked | 126), (byte) (payload.length >> 8), (byte) payload.length
            };
    byte[] frame = new byte[1 + length.length + mask.length + payload.length];
    frame[0] = (byte) head;
    System.arraycopy(length, 0, frame, 1, length.length);
    System.arraycopy(payload, 0, frame, 1 + length.length + mask.length, payload.length);
    return frame;
  }

  /** What the server's close frame says. */
  record Closing(int code, String reason) {}

  int closeCode() throws IOException {
    return closing().code();
  }

  /** The server's close frame; what comes before it is not looked at. */
  Closing closing() throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & 0x0f;
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      }
      byte[] payload = in.readNBytes(length);
      if (opcode == CLOSE) {
        int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        return new Closing(
            code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
      }
    }
  }

  /** The next message, in one frame. */
  String hear() throws IOException {
    awaitFrame();
    int head = in.readUnsignedByte();
    if (head != (FINAL | TEXT)) {
      throw new IOException("not a message: " + head);
    }
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** Waits until there is something to read, and does not read it. */
  void awaitFrame() throws IOException {
    in.mark(1);
    in.readUnsignedByte();
    in.reset();
  }

  /** Ends the connection by a reset: what is still on its way is lost, in both directions. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
