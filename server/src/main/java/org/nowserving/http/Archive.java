package org.nowserving.http;

import org.nowserving.store.Figures;
import org.nowserving.store.History;
import org.nowserving.store.Seats;
import org.nowserving.store.Visitors;

/** What the calls read of the store, and forget in it. Any thread. */
public record Archive(Visitors visitors, History history, Figures figures, Seats seats) {}
