/**
 * Hash tables from keys to dense group numbers, for aggregations and joins. A table climbs a ladder by what it sees: an array indexed by the key, then 64-bit packed
 * keys, then hashes that are verified against the stored keys column by column. Strings in dictionaries are looked up once an entry and packed as their numbers. Used by one operator on its task's thread.
 */
package io.blink.runtime.operator.hashtable;
