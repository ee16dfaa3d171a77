/**
 * What durable means: the facts that are kept, in which order, and what is known when a commit
 * answers.
 */
@NullMarked
package org.nowserving.store;

import org.jspecify.annotations.NullMarked;
