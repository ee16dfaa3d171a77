/**
 * The load program: many kiosks, staff members and displays over the seed protocol, every answer
 * checked and timed. Knows the wire and none of the server's classes.
 */
@NullMarked
package org.nowserving.load;

import org.jspecify.annotations.NullMarked;
