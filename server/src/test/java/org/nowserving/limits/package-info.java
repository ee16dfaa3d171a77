/** The limits, by a clock that tests turn; and what other packages' tests need of them. */
@NullMarked
package org.nowserving.limits;

import org.jspecify.annotations.NullMarked;
