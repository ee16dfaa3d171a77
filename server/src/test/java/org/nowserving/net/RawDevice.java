package org.nowserving.net;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A device that speaks WebSocket frame by frame, right or wrong. One thread. */
final class RawDevice implements AutoCloseable {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;
  static final int WHOLE = 0x80;

  private final RawSocket socket;

  /** A frame from the server. */
  record Frame(int first, ByteBuffer payload) {
    int opcode() {
      return first & 0xF;
    }

    String text() {
      return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    /** The code of a close frame. */
    int code() {
      return payload.remaining() == 0 ? 0 : payload.duplicate().getShort() & 0xFFFF;
    }
  }

  private RawDevice(RawSocket socket) {
    this.socket = socket;
  }

  static RawDevice connect(InetSocketAddress address, String path, int receiveBytes)
      throws IOException {
    return connect(new RawSocket(address, receiveBytes), path);
  }

  /** With more header lines in its handshake. */
  static RawDevice connect(InetSocketAddress address, String path, String... moreHeaders)
      throws IOException {
    return connect(new RawSocket(address), path, moreHeaders);
  }

  private static RawDevice connect(RawSocket socket, String path, String... moreHeaders)
      throws IOException {
    socket.send(handshake(path, moreHeaders));
    RawSocket.Answer answer = socket.readAnswer();
    if (answer.status() != 101) {
      throw new AssertionError("no handshake: " + answer);
    }
    return new RawDevice(socket);
  }

  /** A correct handshake, with more header lines, each ending in CR LF. */
  static String handshake(String path, String... moreHeaders) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        + String.join("", moreHeaders)
        + "\r\n";
  }

  static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(first);
      if (payload.length < 126) {
        out.writeByte(0x80 | payload.length);
      } else if (payload.length < 65_536) {
        out.writeByte(0x80 | 126);
        out.writeShort(payload.length);
      } else {
        out.writeByte(0x80 | 127);
        out.writeLong(payload.length);
      }
      byte[] mask = {1, 2, 3, 4};
      out.write(mask);
      for (int i = 0; i < payload.length; i++) {
        out.writeByte(payload[i] ^ mask[i % 4]);
      }
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return bytes.toByteArray();
  }

  static byte[] text(String text) {
    return frame(WHOLE | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  void say(String text) throws IOException {
    socket.send(text(text));
  }

  void send(int first, byte[] payload) throws IOException {
    socket.send(frame(first, payload));
  }

  void sendBytes(byte[] bytes) throws IOException {
    socket.send(bytes);
  }

  /** The next frame, whatever it is. */
  Frame frame() throws IOException {
    byte[] head = socket.read(2);
    if ((head[1] & 0x80) != 0) {
      throw new AssertionError("a server's frame is never masked");
    }
    int length = head[1] & 0x7F;
    if (length == 126) {
      length = ByteBuffer.wrap(socket.read(2)).getShort() & 0xFFFF;
    } else if (length == 127) {
      length = Math.toIntExact(ByteBuffer.wrap(socket.read(8)).getLong());
    }
    return new Frame(head[0] & 0xFF, ByteBuffer.wrap(socket.read(length)));
  }

  /** The next message. */
  String hear() throws IOException {
    Frame frame = frame();
    if (frame.first() != (WHOLE | TEXT)) {
      throw new AssertionError("not a message: " + frame.opcode() + " code " + frame.code());
    }
    return frame.text();
  }

  /** Reads until the close frame, and returns its code. */
  int closeCode() throws IOException {
    Frame frame = frame();
    while (frame.opcode() != CLOSE) {
      frame = frame();
    }
    return frame.code();
  }

  void readToEnd() throws IOException {
    socket.readToEnd();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
