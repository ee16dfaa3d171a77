/**
 * What the server is measured against, written for the purpose: bare Netty without any of our work,
 * and a desk the way most people would write it.
 */
@NullMarked
package org.nowserving.peer;

import org.jspecify.annotations.NullMarked;
