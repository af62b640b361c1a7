/** Streams that are stopped, changed, dealt out anew and started again from what they saved: their rows are those of a stream that nobody disturbed. */
package io.blink.integration.savepoint;
