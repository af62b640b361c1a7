/**
 * Columns and batches: the only form in which rows exist between operators. Everything here is immutable once handed on and may be read on any
 * thread. The wire form is specified in {@code BatchFrame}.
 */
package io.blink.core.column;
