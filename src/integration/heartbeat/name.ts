/** What a heartbeat may be called. */
export const heartbeatName = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u;
