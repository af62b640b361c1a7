/** Kernels over arrays, maps and rows. */
package io.blink.runtime.expression.nested;
