/** The distribution as a process, over real sockets, on a real PostgreSQL: never its classes. */
@NullMarked
package org.nowserving.it;

import org.jspecify.annotations.NullMarked;
