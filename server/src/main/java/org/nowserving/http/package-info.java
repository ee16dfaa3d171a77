/** The JSON API and the pages of the service port. */
@NullMarked
package org.nowserving.http;

import org.jspecify.annotations.NullMarked;
