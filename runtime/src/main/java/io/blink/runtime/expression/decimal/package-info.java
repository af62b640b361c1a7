/**
 * Decimal arithmetic on primitives: scaled longs up to 18 digits, 128 bits in two longs above, 256 bits between operations. Rounding is HALF_UP. Kernels
 * belong to one evaluator and its thread.
 */
package io.blink.runtime.expression.decimal;
