package org.nowserving.floor;

/** One change in what is not durable. Pure data. */
public sealed interface Step permits RosterStep, OpeningStep {}
