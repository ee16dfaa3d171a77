package org.nowserving.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.History;
import org.nowserving.store.StoreException;

/**
 * The history as the bytes of one answer, read slice by slice as the socket takes them. Between two
 * slices no database connection is held, so a slow reader costs nobody anything; each ticket is
 * shown as it stood when its slice was read. Blocks: one virtual thread at a time.
 */
final class TicketPieces implements ApiResponse.Pieces {
  /** How many tickets are in memory at once; each is a few hundred bytes of text. */
  static final int SLICE = 1_000;

  private final History history;
  private final TicketSearch search;
  private final TicketText text;
  private Optional<TicketId> last;
  private long written;
  private Optional<Slice> ahead = Optional.empty();
  private boolean ended;

  /**
   * @param more whether there are further tickets that were asked for but for the limit
   */
  private record Slice(List<History.Entry> entries, boolean more) {}

  TicketPieces(History history, TicketSearch search) {
    this.history = history;
    this.search = search;
    this.text = TicketText.of(search.format());
    this.last = search.beyond();
  }

  /** Reads the first slice now. */
  void readAhead() throws StoreException {
    ahead = Optional.of(read());
  }

  @Override
  public Optional<Bytes> next() throws StoreException {
    if (ended) {
      return Optional.empty();
    }
    boolean first = written == 0;
    Slice slice = ahead.isPresent() ? ahead.get() : read();
    ahead = Optional.empty();
    StringBuilder piece = new StringBuilder();
    if (first) {
      piece.append(text.start());
    }
    for (History.Entry entry : slice.entries()) {
      piece.append(written == 0 ? "" : text.separator()).append(text.row(entry));
      written++;
      last = Optional.of(entry.ticket());
    }
    ended = !slice.more() || written == search.limit();
    if (ended) {
      piece.append(text.end(slice.more() ? last : Optional.empty()));
    }
    return Optional.of(Bytes.of(piece.toString()));
  }

  /** One more is read than is wanted, to know whether that was all. */
  private Slice read() throws StoreException {
    int wanted = (int) Math.min(SLICE, search.limit() - written);
    List<History.Entry> entries = new ArrayList<>(wanted + 1);
    history.tickets(search.slice(last, wanted + 1), entries::add);
    boolean more = entries.size() > wanted;
    return new Slice(more ? entries.subList(0, wanted) : entries, more);
  }
}
