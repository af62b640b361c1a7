/** Typed expressions as they stand in plans and are pushed into connectors. Immutable, any thread. */
package io.blink.core.expression;
