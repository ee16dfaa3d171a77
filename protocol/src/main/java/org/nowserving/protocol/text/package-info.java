/** How the words are written: a line becomes a command, a message becomes a line. */
@NullMarked
package org.nowserving.protocol.text;

import org.jspecify.annotations.NullMarked;
