/** Sockets: frames come in as inputs, messages go out as frames. */
@NullMarked
package org.nowserving.net;

import org.jspecify.annotations.NullMarked;
