/** The command line: {@code blink sql|list|cancel|info} and the SQL shell. Results go to standard output, everything else to standard error. */
package io.blink.client;
