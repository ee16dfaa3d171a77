/**
 * A morning at the desk, played by programs: kiosks, staff and displays that speak to any running
 * server over its own wire, write down what they were told, and compare that with what the server
 * kept.
 *
 * <p>Reading order: {@link org.nowserving.desk.Device} (one connection), {@link
 * org.nowserving.desk.Ledger} (what was said and what became of it), the three who use it ({@link
 * org.nowserving.desk.Kiosk}, {@link org.nowserving.desk.StaffMember}, {@link
 * org.nowserving.desk.Display}), {@link org.nowserving.desk.Desk} (all of them at once), {@link
 * org.nowserving.desk.Tally} (the comparison), {@link org.nowserving.desk.MorningAtTheDesk} (the
 * command).
 */
@NullMarked
package org.nowserving.desk;

import org.jspecify.annotations.NullMarked;
