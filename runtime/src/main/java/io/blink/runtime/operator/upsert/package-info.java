/**
 * Changelogs by key: full ones of rows that come by key alone, and rows for a sink whose key is another than theirs. Operators here run on their task's thread; all that they hold across batches is in
 * the tables of their {@code KeyedStateStore}.
 */
package io.blink.runtime.operator.upsert;
