package io.blink.benchmarks.planning;

/**
 * Of planning one statement once, in nanoseconds.
 *
 * @param parse from text to parse tree
 * @param logical validation, translation and rewriting, catalogs and statistics included
 * @param physical operators, exchanges and runtime filters, with the plans of the scans
 * @param processor what all of it took of a processor: what the whole takes where nothing else runs
 */
record PlanTime(long parse, long logical, long physical, long processor) {
    long total() {
        return parse + logical + physical;
    }
}
