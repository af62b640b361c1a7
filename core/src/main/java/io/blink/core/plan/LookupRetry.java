package io.blink.core.plan;

/**
 * That keys for which nothing was found are asked for again: rows may come before what they belong to.
 *
 * @param attemptsMax requests for a key after the first one
 * @param delayMillis between two of them
 */
public record LookupRetry(int attemptsMax, long delayMillis) {}
