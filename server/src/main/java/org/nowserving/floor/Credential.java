package org.nowserving.floor;

import java.time.Instant;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.SessionId;

/**
 * A token that was found to be valid, resolved to whose it is. Pure.
 *
 * @param expiresAt when it stops being valid
 */
public record Credential(StaffName staff, SessionId session, Instant expiresAt) {}
