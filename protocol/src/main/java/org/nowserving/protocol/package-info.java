/** The words of the wire as types: what a device may say and what it may be told. */
@NullMarked
package org.nowserving.protocol;

import org.jspecify.annotations.NullMarked;
