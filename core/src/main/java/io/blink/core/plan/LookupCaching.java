package io.blink.core.plan;

/**
 * What a task keeps of the rows that it looked up.
 *
 * @param rowsMax rows and keys in all; what was not asked for lately goes first
 * @param afterWriteMillis how old an answer may be; 0: any age
 * @param afterAccessMillis how long a key may not have been asked for; 0: for ever
 * @param missingKeys whether it is kept too that a key has no rows
 */
public record LookupCaching(long rowsMax, long afterWriteMillis, long afterAccessMillis, boolean missingKeys) {}
