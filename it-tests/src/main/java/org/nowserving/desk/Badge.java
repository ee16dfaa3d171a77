package org.nowserving.desk;

import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Token;

/** Who a staff member is, and the token that shows it. Pure. */
public record Badge(StaffName name, Token token) {}
