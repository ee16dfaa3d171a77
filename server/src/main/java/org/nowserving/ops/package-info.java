/** What a watchman looks at: metrics, health and readiness. */
@NullMarked
package org.nowserving.ops;

import org.jspecify.annotations.NullMarked;
