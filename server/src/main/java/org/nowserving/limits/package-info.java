/**
 * How much one connection, and how much one address, may ask for. {@link
 * org.nowserving.limits.Limits} is all of it together, one for the whole server; the buckets and
 * the bounded map behind it are Bucket4j's and Caffeine's, and only this package names them.
 *
 * <p>All time here is monotonic: whoever sets the clock of the machine gives nobody a fresh start.
 * No address is ever logged or shown.
 */
@NullMarked
package org.nowserving.limits;

import org.jspecify.annotations.NullMarked;
