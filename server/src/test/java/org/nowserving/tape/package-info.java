/**
 * Golden tapes: mornings at the desk as lines that can be read aloud. {@code kiosk + kiosk}
 * connects a device, {@code kiosk > new …} is what it says, {@code alice < new {…}} what another
 * one hears, {@code -- commit} lets the store finish. One corpus, driven twice: here in memory with
 * a store that is cranked by hand, and in it-tests over real sockets.
 *
 * <p>{@code -Dtape.rewrite=true} writes what is heard now into the tapes; then read the difference
 * before committing it.
 */
@org.jspecify.annotations.NullMarked
package org.nowserving.tape;
