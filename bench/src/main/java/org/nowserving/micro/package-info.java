/** The server's pure parts alone: nanoseconds and bytes allocated for one operation. */
@NullMarked
package org.nowserving.micro;

import org.jspecify.annotations.NullMarked;
