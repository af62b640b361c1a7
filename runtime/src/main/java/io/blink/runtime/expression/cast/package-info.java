/** CAST and TRY_CAST: one kernel for each pair of type families, composed where a conversion goes through a middle form. */
package io.blink.runtime.expression.cast;
