package org.nowserving.net;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A socket that says exactly what it is told to, right or wrong. One thread. */
final class RawSocket implements AutoCloseable {
  /** Fails a test that would hang; no test passes by it. */
  private static final int PATIENCE_MS = 60_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  /** An HTTP answer, its header names in lower case. */
  record Answer(int status, List<String> headers, String body) {
    boolean has(String header) {
      return headers.contains(header);
    }
  }

  RawSocket(InetSocketAddress address) throws IOException {
    this(address, 0);
  }

  /**
   * @param from an address of this machine to come from
   */
  RawSocket(InetSocketAddress address, InetAddress from) throws IOException {
    socket.bind(new InetSocketAddress(from, 0));
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(address);
    in = socket.getInputStream();
  }

  /**
   * @param receiveBytes how much the system may take in while nothing is read; 0 for the usual
   */
  RawSocket(InetSocketAddress address, int receiveBytes) throws IOException {
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    socket.connect(address);
    in = socket.getInputStream();
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** The next byte, or -1 at the end; a reset is an end too. */
  int read() throws IOException {
    try {
      return in.read();
    } catch (SocketException reset) {
      return -1;
    }
  }

  byte[] read(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  /** An answer with a content length, or without a body. */
  Answer readAnswer() throws IOException {
    int status = Integer.parseInt(readLine().split(" ", -1)[1]);
    List<String> headers = new ArrayList<>();
    int length = 0;
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      headers.add(name + ": " + value);
      if (name.equals("content-length")) {
        length = Integer.parseInt(value);
      }
    }
    return new Answer(status, headers, new String(read(length), StandardCharsets.UTF_8));
  }

  /** Reads and forgets until the other side closes. */
  void readToEnd() throws IOException {
    while (read() >= 0) {
      // on
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
