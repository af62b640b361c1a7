/**
 * The SQL shell: reads statements from a terminal with history and completion, and hands each to the {@code StatementRunner}. Used by the thread that reads, which
 * Ctrl-C interrupts while a statement runs.
 */
package io.blink.client.shell;
