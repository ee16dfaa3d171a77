/** Real sockets against a floor written by hand. */
@NullMarked
package org.nowserving.net;

import org.jspecify.annotations.NullMarked;
