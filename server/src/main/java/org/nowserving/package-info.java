/** The program itself: its command line, its settings, and the wiring of the parts. */
@NullMarked
package org.nowserving;

import org.jspecify.annotations.NullMarked;
