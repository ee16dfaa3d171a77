package org.nowserving.floor;

/**
 * Names one request from the office (the HTTP API) for as long as the process lives; never used
 * again. Pure.
 */
public record RequestId(long value) {}
