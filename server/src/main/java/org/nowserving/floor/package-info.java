/** The pure core: who waits, who serves whom, and what is said about it. */
@NullMarked
package org.nowserving.floor;

import org.jspecify.annotations.NullMarked;
