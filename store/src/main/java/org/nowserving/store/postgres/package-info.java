/** The store on PostgreSQL; the only package that knows SQL. */
@NullMarked
package org.nowserving.store.postgres;

import org.jspecify.annotations.NullMarked;
