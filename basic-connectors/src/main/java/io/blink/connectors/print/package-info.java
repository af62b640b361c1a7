/** The {@code print} connector: rows as lines on the standard output of the process that runs the task. */
package io.blink.connectors.print;
