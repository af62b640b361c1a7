/** Expressions over batches: kernels for each built-in function, and their composition. Pure functions of a batch, called by operators on task threads. */
package io.blink.runtime.expression;
