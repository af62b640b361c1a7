package io.blink.state.table;

/**
 * The pages of a log at the end of a version.
 *
 * @param pages by number, {@code count} of them; some are absent
 */
record LogCapture(RecordLog log, RecordPage[] pages, int count) {}
