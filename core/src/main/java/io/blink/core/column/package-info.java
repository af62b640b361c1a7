/**
 * Columns and batches: the only form in which rows exist between operators. Everything here is immutable once handed on and may be read on any
 * thread. The wire form is specified in {@code BatchFrame}.
 *
 * <p>The columns of the six primitive types are alike but for the type of their array: what they could share would be a virtual call a value, a box or a cast at each loop.
 */
package io.blink.core.column;
