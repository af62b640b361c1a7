/**
 * The SQL types and how their values are held. Immutable values, used on every thread; the spelling of a type is part of the plan format, so it
 * only ever grows.
 */
package io.blink.core.type;
