/**
 * JSON in strings: SQL/JSON path (by the JsonPath library over Jackson's trees), constructors and tests. Kernels as in {@code kernel}; a path that is constant is
 * compiled once, and the text goes from its bytes to the parser and from the writer to bytes.
 */
package io.blink.runtime.expression.json;
