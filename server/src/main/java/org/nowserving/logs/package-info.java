/** What goes to the log, and how: one event, one line, on standard error; nobody waits for it. */
@NullMarked
package org.nowserving.logs;

import org.jspecify.annotations.NullMarked;
