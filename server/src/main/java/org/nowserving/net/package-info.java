/**
 * Sockets: frames come in as inputs, messages go out as frames.
 *
 * <p>The story of a connection, in the order of its pipeline ({@link
 * org.nowserving.net.ServerPipeline} lists it):
 *
 * <ol>
 *   <li>It is accepted if {@code Doorway} finds room for it, and {@code HandshakeDeadline} begins
 *       to count.
 *   <li>Bytes become HTTP. {@code RequestTurns} lets one request through at a time, {@code
 *       RequestGuard} looks at its head (Host, Origin, query string), {@code BodyLimit} makes it
 *       whole.
 *   <li>{@code EndpointHandshake} lets it pass to the plain HTTP handler, unless it asks for a
 *       WebSocket on one of the three endpoints. Then whoever shows a token is looked up, a kiosk
 *       waits for an {@code EventLoopRound}, and all of the above is replaced.
 *   <li>The connection is a {@code Device} now, and the loop hears of it BEFORE anything that it
 *       says. Its bytes become frames, {@code Heartbeat} notices when none come, frames are checked
 *       to be UTF-8, {@code FrameHandler} puts fragments together.
 *   <li>Each message that is not one too many goes through the connection's {@code Dialogue} into
 *       the inbox, in order; what has to be looked up in the store on the way makes the later ones
 *       wait.
 *   <li>What the loop releases comes back through {@code Devices}: {@code Dispatch} sorts a turn,
 *       one {@code Delivery} goes to each event loop, what is for many in {@code Bulletin}s; and
 *       the {@code Outflow} of each device writes it, at its own pace where it is a welcome.
 *   <li>Whatever ends the connection is an {@code Ending}, said once by a close frame where one
 *       gets through; the loop hears once that the device is gone.
 * </ol>
 *
 * <p>Everything that belongs to one connection is touched on its event loop only, so there is no
 * lock here; nothing here waits for the store but on virtual threads.
 */
@NullMarked
package org.nowserving.net;

import org.jspecify.annotations.NullMarked;
