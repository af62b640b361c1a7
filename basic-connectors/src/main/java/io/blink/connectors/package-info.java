/** Connectors without an outside system: rows made up, printed, or thrown away. */
package io.blink.connectors;
