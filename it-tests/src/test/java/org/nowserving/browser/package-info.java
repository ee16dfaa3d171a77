/**
 * The pages in a real browser, against the distribution as a process. {@link
 * org.nowserving.browser.Browser} is the way in: a test class starts one, each test opens a {@link
 * org.nowserving.browser.Window} in it, and a window that is closed fails its test when a page in
 * it complained.
 */
@NullMarked
package org.nowserving.browser;

import org.jspecify.annotations.NullMarked;
