package org.nowserving.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A desk of one event loop that is right but for what a test overrides. Tables are not looked
 * after: there is one member at table 0, or some who each pick their own. Its methods run on its
 * event loop, {@link #close} and {@link #url} on any other thread.
 */
class WrongServer implements AutoCloseable {
  private static final int HEAD_BYTES = 8_192;

  /** Without a goodbye of Netty's own. */
  private static final WebSocketServerProtocolConfig EVERY_PATH =
      WebSocketServerProtocolConfig.newBuilder()
          .websocketPath("/")
          .checkStartsWith(true)
          .sendCloseFrame(null)
          .build();

  private final EventLoopGroup eventLoops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<Channel> displays = new ArrayList<>();
  private final List<Channel> staff = new ArrayList<>();
  private final List<String> tickets = new ArrayList<>();
  private final Channel listening;

  WrongServer() {
    listening =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(HEAD_BYTES))
                        .addLast(new WebSocketServerProtocolHandler(EVERY_PATH))
                        .addLast(new Device());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  URI url() {
    return URI.create(
        "http://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort());
  }

  private final class Device extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private int table = -1;
    private boolean echoes;

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof HandshakeComplete complete) {
        switch (complete.requestUri()) {
          case "/display" -> displays.add(context.channel());
          case "/staff" -> say(context.channel(), "taken");
          case "/echo" -> echoes = true;
          default -> {}
        }
      }
    }

    @Override
    @SuppressWarnings("deprecation") // of ChannelHandler only; that of inbound handlers is to stay
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close(); // the load ended, and reads no more
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      Channel from = context.channel();
      String line = frame.text();
      if (echoes) {
        answer(from, line);
        return;
      }
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "new" -> {
          String json = ticket(tickets.size(), words[1], words[2]);
          tickets.add(json);
          answer(from, "success new " + json);
          staff.forEach(one -> tellStaff(one, "new " + json));
        }
        case "pick" -> {
          table = Integer.parseInt(words[1]);
          staff.add(from);
          answer(from, "success pick " + table);
          tellDisplays("pick " + table);
        }
        case "accept" -> {
          if (table < 0) {
            answer(from, "error accept you do not have a table chosen");
            return;
          }
          answer(from, "success claimed " + words[1]);
          tellDisplays("claimed " + words[1] + " " + table);
          String claimed = "claimed " + claimed(tickets.get(Integer.parseInt(words[1])), table);
          staff.stream().filter(one -> !one.equals(from)).forEach(one -> tellStaff(one, claimed));
        }
        case "complete" -> {
          answer(from, "success complete " + words[1]);
          tellDisplays("complete " + table);
        }
        default -> answer(from, "error");
      }
    }
  }

  private void tellDisplays(String text) {
    for (int i = 0; i < displays.size(); i++) {
      tellDisplay(i, displays.get(i), text);
    }
  }

  /** Its JSON. */
  String ticket(int id, String email, String name) {
    return ("{\"id\":%d,\"email\":\"%s\",\"name\":\"%s\",\"staff\":\"{}\","
            + "\"start\":\"2026-03-02T08:01:40Z\",\"end\":\"1970-01-01T00:00:00Z\"}")
        .formatted(id, email, name);
  }

  /** The JSON of a ticket that was claimed by the member at that table. */
  String claimed(String ticket, int table) {
    return ticket.replace("{}", "Member " + table);
  }

  void answer(Channel to, String text) {
    say(to, text);
  }

  void tellDisplay(int number, Channel to, String text) {
    say(to, text);
  }

  void tellStaff(Channel to, String text) {
    say(to, text);
  }

  static void say(Channel to, String text) {
    to.writeAndFlush(new TextWebSocketFrame(text));
  }

  static void dismiss(Channel to, int code, String reason) {
    to.writeAndFlush(new CloseWebSocketFrame(code, reason));
  }

  /** Later on everybody hears and says nothing for so long, as in a long collection. */
  final void standStill(long afterMillis, long millis) {
    eventLoops.schedule(
        () -> {
          TimeUnit.MILLISECONDS.sleep(millis);
          return true;
        },
        afterMillis,
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
