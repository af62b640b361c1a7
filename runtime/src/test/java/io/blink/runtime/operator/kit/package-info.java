/** Drives operators as a task would, in every way that their contract admits, and compares what they emit with plain row-by-row models. */
package io.blink.runtime.operator.kit;
