/** Statements of a script or a shell, one after the other: execution, output, timing, errors. Used by one thread. */
package io.blink.client.script;
