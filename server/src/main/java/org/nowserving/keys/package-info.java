/**
 * Which machines may be kiosks and displays: those that show one of the desk's keys.
 *
 * <p>{@link org.nowserving.keys.DeviceKeys} is asked, {@link org.nowserving.keys.KeyFile} is where
 * the keys come from, {@link org.nowserving.keys.KeyWatch} notices that the file was changed. No
 * key is kept, logged or shown; what is kept are hashes.
 */
@NullMarked
package org.nowserving.keys;

import org.jspecify.annotations.NullMarked;
