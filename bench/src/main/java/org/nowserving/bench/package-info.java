/**
 * The table of docs/PERFORMANCE.md: starts what is compared, measures it in interleaved rounds, and
 * writes down the ratios.
 */
@NullMarked
package org.nowserving.bench;

import org.jspecify.annotations.NullMarked;
