/** The border between Calcite's types and core's: the type system's rules and the mapping both ways. Pure functions, any thread. */
package io.blink.sql.type;
