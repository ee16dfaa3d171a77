/**
 * Every setting once: its name, what it accepts, its default and what it does ({@link
 * org.nowserving.settings.Settings}); the three places that a value may come from ({@link
 * org.nowserving.settings.EffectiveSettings}); and the outcome as typed values ({@link
 * org.nowserving.settings.ServerConfig}). Pure but for reading the file.
 */
@NullMarked
package org.nowserving.settings;

import org.jspecify.annotations.NullMarked;
