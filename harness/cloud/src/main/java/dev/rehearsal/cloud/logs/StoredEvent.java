package dev.rehearsal.cloud.logs;

/**
 * One log event.
 *
 * @param id unique within the service, growing
 * @param timestamp when it happened, in milliseconds since the epoch
 * @param ingested when it arrived, likewise
 * @param message its text
 */
record StoredEvent(String id, long timestamp, long ingested, String message) {}
