@NullMarked
package org.nowserving.desk;

import org.jspecify.annotations.NullMarked;
