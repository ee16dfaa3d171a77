package org.nowserving.protocol;

/** One message from the server to a device. Pure. */
public sealed interface ServerMessage permits Reply, StaffEvent, DisplayEvent {}
