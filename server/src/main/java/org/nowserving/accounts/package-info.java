/** Who works here: sign-in, sessions and passwords. */
@NullMarked
package org.nowserving.accounts;

import org.jspecify.annotations.NullMarked;
