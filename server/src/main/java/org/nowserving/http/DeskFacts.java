package org.nowserving.http;

import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * What a page has to know of the desk before anybody is signed in. Pure.
 *
 * @param tables how many there are, numbered from 0
 * @param zone says when a day and an hour begin
 * @param claimedOrder the value of the setting {@code display-claimed-order}
 * @param longWait a wait that is longer is a long one
 * @param duplicateWindow for how long a kiosk may ask again for a ticket whose answer was lost
 * @param pages the edition of the pages that are shipped: see {@link Pages#edition}
 */
public record DeskFacts(
    String name,
    int tables,
    ZoneId zone,
    String claimedOrder,
    Duration longWait,
    Duration duplicateWindow,
    Supplier<String> pages) {}
