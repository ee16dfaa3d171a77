/**
 * Whoever watches the server: its metrics, the alerts, the dashboard, and that each of them speaks
 * of what there is.
 */
@NullMarked
package org.nowserving.watch;

import org.jspecify.annotations.NullMarked;
