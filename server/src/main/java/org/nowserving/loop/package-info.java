/** The one thread through which everything that happens on the floor goes, in order. */
@NullMarked
package org.nowserving.loop;

import org.jspecify.annotations.NullMarked;
